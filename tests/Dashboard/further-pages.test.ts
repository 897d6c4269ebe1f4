import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('a further page of the list', () => {
  const set = stage();
  let screen: Screen;
  let [asked, isRefused] = [0, true];

  beforeAll(async () => {
    await set.world.write(newPhone(), 'Hello', 'Of The First Page');
    screen = await Screen.open(set.browser, set.url);
    await screen.page.route('**/api/whatsapp/chats?*', async (route) => {
      const isFurther = route.request().url().includes('cursor=');
      if (isFurther) asked++;
      if (isFurther && isRefused) return route.fulfill({ status: 403, json: { code: 'forbidden', title: 'No.' } });
      const answer = await route.fetch({ url: route.request().url().replace(/&cursor=[^&]*/, '') });
      const page = (await answer.json()) as { items: object[]; next_cursor: string | null };
      return route.fulfill({ json: isFurther ? { ...page, items: [], next_cursor: null } : { ...page, next_cursor: 'further' } });
    });
    const { email, password } = await set.gateway.newUser('Rosa', 'manager');
    await screen.signIn({ email, password });
  });
  afterAll(() => screen.leave());

  const again = () => screen.page.getByRole('navigation').getByRole('button', { name: 'Try again' });

  it('that was refused is asked for once, whatever else happens', async () => {
    await again().waitFor();
    await screen.row('Of The First Page').waitFor();
    await set.world.write(newPhone(), 'Hello', 'Of A Live Update');
    await screen.row('Of A Live Update').waitFor();
    await screen.page.waitForTimeout(1_000);
    expect(asked).toBe(1);
    expect(await again().count()).toBe(1);
  });

  it('is asked for again by whoever wants to', async () => {
    isRefused = false;
    await again().click();
    await until(async () => asked, (times) => times === 2);
    await screen.seesNot(again());
  });
});
