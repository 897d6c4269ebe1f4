import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('the outbox', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'Odile Outbox'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'Hello', name);
    screen = await Screen.signedIn(set.browser, set.url);
    await screen.choose(name);
    await set.world.fail('Read', 'refuse');
    await set.world.fail('Send', 'drop_before_accepting', 1);
    await screen.write('Did it go out?');
    await screen.bubble('Did it go out?').getByText('Maybe sent: the provider gave no clear answer.').waitFor();
  });
  afterAll(async () => {
    await set.world.heal();
    await screen.leave();
  });

  const row = () => screen.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Did it go out?' });

  it('is in an admin’s menu and shows what is unclear, with a way to its chat', async () => {
    await screen.button('Account and help').click();
    await screen.page.getByRole('menuitem', { name: 'Outbox' }).click();
    await screen.page.getByRole('heading', { name: 'Outbox', level: 1 }).waitFor();
    await row().getByText('Unclear', { exact: true }).waitFor();
    await row().getByText('In the chat a person can say what to do.').waitFor();
  });

  it('shows one kind alone', async () => {
    await screen.button('Held back').click();
    await screen.seesNot(row());
    await screen.button('Unclear').click();
    await row().waitFor();
  });

  it('lets go of what a person has decided', async () => {
    await row().getByRole('link', { name }).click();
    await screen.bubble('Did it go out?').getByRole('button', { name: 'Leave it' }).click();
    await screen.seesNot(screen.page.getByText('Maybe sent: the provider gave no clear answer.'));
    await screen.go('/outbox');
    await screen.button('Unclear').click();
    await screen.seesNot(row());
  });

  it('is not for managers', async () => {
    const mara = await Screen.open(set.browser, set.url);
    await mara.signIn(await set.gateway.newUser('Mara', 'manager'));
    await mara.row(name).waitFor();
    await mara.button('Account and help').click();
    await mara.page.getByRole('menuitem', { name: 'Commands' }).waitFor();
    expect(await mara.page.getByRole('menuitem', { name: 'Outbox' }).count()).toBe(0);
    await mara.leave();
  });
});
