import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { stage } from './support/stage';

describe('an empty installation', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    const { invitation } = await set.gateway.call<{ invitation: { token: string } }>('POST', '/api/platform/tenants', {
      name: 'A new business',
      admin: { email: `nina-${Date.now()}@example.com`, name: 'Nina' },
      features: ['whatsapp_agent'],
    });
    screen = await Screen.open(set.browser, set.url);
    await screen.go(`/invitation#${invitation.token}`);
    await screen.page.getByLabel('New password').fill('nina has a long password');
    await screen.button('Set password').click();
  });
  afterAll(() => screen.leave());

  it('leads its admin to connect a number, with a code to scan', async () => {
    await screen.page.getByRole('heading', { name: 'Three steps to the first answer' }).waitFor();
    // Long enough to be looked at; in the demo the phone scans by itself.
    await set.world.behave({ scan_after_ms: 4_000 });
    await screen.button('Connect a number').click();
    await screen.page.getByRole('img', { name: 'QR code to link the phone' }).waitFor();
  });

  it('goes on by itself when the code was scanned, to an agent', async () => {
    await screen.page.getByRole('heading', { name: 'Choose an agent' }).waitFor();
    await screen.page.getByLabel('Name').fill('Front desk');
    await screen.page.getByLabel('Id at ElevenLabs').fill('agent_nina');
    await screen.button('Add').click();
  });

  it('and to the grace period, and then to the chats', async () => {
    await screen.page.getByRole('heading', { name: 'Set the grace period' }).waitFor();
    await screen.page.getByLabel('Grace period in seconds').fill('240');
    await screen.sees(/4 min/);
    await screen.button('Finish').click();
    await screen.sees('No chats yet.');
  });

  it('what was set is what the settings show', async () => {
    await screen.go('/whatsapp?settings=connection');
    await screen.page.getByRole('dialog').getByText('Connected', { exact: true }).waitFor();
    await screen.page.getByRole('tab', { name: 'Answering' }).click();
    expect(await screen.page.getByLabel('Grace period in seconds').inputValue()).toBe('240');
    const agent = screen.page.getByLabel('Agent', { exact: true });
    await until(() => agent.locator('option:checked').textContent(), (name) => name === 'Front desk');
  });

  it('the contact’s phone of the demo writes, and sees the answer arrive', async () => {
    await screen.page.keyboard.press('Escape');
    await screen.page.getByRole('button', { name: 'Demo' }).click();
    const phone = screen.page.getByRole('region', { name: 'The contact’s phone' }).first();
    await phone.getByRole('button', { name: 'Another contact' }).click();
    await phone.getByRole('textbox', { name: 'Write as the contact' }).fill('Hello from the phone');
    await screen.page.keyboard.press('Enter');
    const row = screen.page.getByRole('navigation').getByRole('listitem').filter({ hasText: 'Hello from the phone' });
    await row.getByRole('link').click();
    await screen.page.getByRole('textbox', { name: 'Write a message' }).fill('Hello from the desk');
    await screen.page.keyboard.press('Enter');
    await phone.getByText('Hello from the desk').waitFor();
  });
});
