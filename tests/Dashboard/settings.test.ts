import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { stage } from './support/stage';

describe('settings', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  const dialog = () => screen.page.getByRole('dialog', { name: 'Settings' });
  /** The section that is open. */
  const section = () => dialog().getByRole('tabpanel');

  it('the connection shows its number and that it is connected', async () => {
    await screen.button('Settings').click();
    const card = dialog().getByRole('region', { name: 'Unipile' });
    await card.getByText('Connected', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'Disconnect' }).waitFor();
  });

  it('an agent is added, switched off, and removed after a question', async () => {
    await screen.page.getByRole('tab', { name: 'Agents' }).click();
    await section().getByLabel('Name').fill('Night shift');
    await section().getByLabel('Id at ElevenLabs').fill('agent_night');
    await section().getByRole('button', { name: 'Add' }).click();
    const row = section().getByRole('listitem').filter({ hasText: 'Night shift' });
    await row.getByLabel('Active').click();
    await screen.page.getByRole('tab', { name: 'Answering' }).click();
    await section().getByRole('option', { name: 'Night shift (switched off)' }).waitFor({ state: 'attached' });
    await screen.page.getByRole('tab', { name: 'Agents' }).click();
    await row.getByRole('button', { name: 'Remove' }).click();
    await row.getByText('Its chats go to people. Remove?').waitFor();
    await row.getByRole('button', { name: 'Remove' }).click();
    await screen.seesNot(row);
  });

  it('what was typed is still there after another section, and a click beside the dialog costs nothing of it', async () => {
    const beside = () => screen.page.mouse.click(5, 5);
    const show = (name: string) => screen.page.getByRole('tab', { name }).click();
    await section().getByLabel('Name').fill('Half an agent');
    await beside();
    await show('Answering');
    await section().getByLabel('Grace period in seconds').fill('77');
    await show('People');
    expect(await section().getByLabel('Name').inputValue()).toBe('');
    await beside();
    await show('Agents');
    expect(await section().getByLabel('Name').inputValue()).toBe('Half an agent');
    await show('Answering');
    expect(await section().getByLabel('Grace period in seconds').inputValue()).toBe('77');
    await screen.page.keyboard.press('Escape');
    await screen.seesNot(dialog());
    await screen.button('Settings').click();
    await show('Agents');
    expect(await section().getByLabel('Name').inputValue()).toBe('');
    await show('People');
    await beside();
    await screen.seesNot(dialog());
    await screen.button('Settings').click();
  });

  it('times are shown in the zone of the business, not of the browser', async () => {
    // Behind the dialog, where only eyes reach.
    const clock = screen.page.locator('nav li', { hasText: 'Ayşe' }).locator('time');
    const before = await clock.textContent();
    await screen.page.getByRole('tab', { name: 'Answering' }).click();
    await section().getByLabel('Time zone').selectOption('Pacific/Kiritimati');
    await section().getByRole('button', { name: 'Save' }).click();
    await screen.sees('Saved.');
    await until(() => clock.textContent(), (shown) => shown !== before);
    await set.gateway.configure({ time_zone: 'UTC' });
    await until(() => clock.textContent(), (shown) => shown === before);
  });

  it('a colleague is invited by a link that is shown once, and signs in with it', async () => {
    await screen.page.getByRole('tab', { name: 'People' }).click();
    const email = `emil-${Date.now()}@example.com`;
    await section().getByLabel('Name').fill('Emil');
    await section().getByLabel('E-mail address').fill(email);
    await section().getByLabel('Role', { exact: true }).selectOption('manager');
    await section().getByRole('button', { name: 'Invite' }).click();
    const link = await section().getByLabel(/Link for/).inputValue();
    await section().getByRole('listitem').filter({ hasText: email }).getByText('has not set a password yet').waitFor();

    const emil = await Screen.open(set.browser, set.url);
    await emil.page.goto(link);
    await emil.page.getByLabel('New password').fill('emil has a long password');
    await emil.button('Set password').click();
    await emil.page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await emil.button('Settings').click();
    await emil.page.getByRole('tab', { name: 'Blacklist' }).waitFor();
    expect(await emil.page.getByRole('tab', { name: 'People' }).count()).toBe(0);
    await emil.leave();
  });

  it('dark is dark, and stays', async () => {
    await screen.page.getByRole('tab', { name: 'My account' }).click();
    const ground = () => screen.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await section().getByLabel('Appearance').selectOption('dark');
    expect(await ground()).not.toBe(light);
    await screen.page.reload();
    await dialog().waitFor();
    expect(await ground()).not.toBe(light);
  });
});
