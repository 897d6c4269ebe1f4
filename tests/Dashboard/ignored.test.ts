import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('ignored numbers', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'Never Mind'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'Buy my list!', name);
    screen = await Screen.signedIn(set.browser, set.url);
    await screen.row(name).waitFor();
  });
  afterAll(() => screen.leave());

  const number = () => screen.page.getByRole('dialog').getByRole('listitem').filter({ hasText: phone.slice(1) });

  it('a number is ignored from the menu of its row, by keyboard too, and its chat goes from the list', async () => {
    await screen.row(name).getByRole('button', { name: /More about .*Never Mind/ }).focus();
    await screen.page.keyboard.press('Enter');
    await screen.page.getByRole('menuitem', { name: /^Ignore this number/ }).press('Enter');
    await screen.sees(/is ignored from now on\./);
    await screen.seesNot(screen.row(name));
  });

  it('what it writes is not shown', async () => {
    await set.world.write(phone, 'Last chance!');
    const [other, otherName] = [newPhone(), 'Afterwards Somebody'];
    await set.world.write(other, 'Hello', otherName);
    // It came after, and is here: the ignored one would have been.
    await screen.row(otherName).waitFor();
    expect(await screen.row(name).count()).toBe(0);
    expect(await set.world.received(phone)).toEqual([]);
  });

  it('it stands in the settings and is taken off there', async () => {
    await screen.go('/whatsapp?settings=ignored');
    await number().waitFor();
    await number().getByRole('button', { name: /Stop ignoring/ }).click();
    await screen.sees(/is not ignored any more\./);
    await screen.seesNot(number());
  });

  it('from then on it is heard again', async () => {
    await screen.page.keyboard.press('Escape');
    await set.world.write(phone, 'Am I back?');
    await screen.row(name).getByText('Am I back?').waitFor();
    await until(() => set.gateway.call<{ items: string[] }>('GET', '/api/whatsapp/ignored'), ({ items }) => items.length === 0);
  });
});
