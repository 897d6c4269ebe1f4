import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('the blacklist', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'Spam Caller'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'Win a prize!', name);
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  const waiting = () => screen.row(name).getByText(/Waiting; the AI answers at/);

  it('a number is put on it from the row, and the waiting ends', async () => {
    await waiting().waitFor();
    await screen.row(name).hover();
    await screen.row(name).getByRole('button', { name: /Put .*Spam Caller.* on the blacklist/ }).click();
    await screen.sees(/is on the blacklist\./);
    await screen.seesNot(waiting());
  });

  it('what the number writes is seen, and wakes nobody', async () => {
    await set.world.write(phone, 'Last chance!');
    await screen.row(name).getByText('Last chance!').waitFor();
    await screen.choose(name);
    await screen.bubble('Last chance!').waitFor();
    await screen.sees('Outside any session');
    expect(await screen.button(/AI answers now/).count()).toBe(0);
  });

  it('it stands in the settings, its digits in their order, and is taken off there', async () => {
    await screen.go('/whatsapp?settings=blacklist');
    const dialog = screen.page.getByRole('dialog', { name: 'Settings' });
    const number = dialog.getByRole('listitem').filter({ hasText: phone.slice(1) });
    await number.waitFor();
    expect(await number.locator('bdi').first().getAttribute('dir')).toBe('ltr');
    await number.getByRole('button').click();
    await screen.sees(/is off the blacklist\./);
    await screen.seesNot(number);
  });

  it('what was done can be undone', async () => {
    await screen.page.getByRole('status').getByRole('button', { name: 'Undo' }).last().click();
    await screen.page.getByRole('dialog').getByRole('listitem').filter({ hasText: phone.slice(1) }).waitFor();
  });
});
