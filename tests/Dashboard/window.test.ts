import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tellOfMessage } from './support/meta';
import { Screen, until } from './support/Screen';
import { accountOf, newPhone, stage } from './support/stage';

const hour = 3_600_000;

describe('the window', () => {
  const set = stage();
  let [screen, account] = [] as unknown as [Screen, string];

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    account = await accountOf(set.gateway, 'meta');
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  /** Whoever wrote yesterday stands behind everybody who has written since, perhaps out of sight. */
  const find = (name: string) => screen.page.getByRole('searchbox').fill(name);

  it('open: the header and the composer say until when', async () => {
    const [phone, name] = [newPhone(), 'Open Window'];
    await set.world.writeTo(account, phone, 'Hello', name);
    await screen.choose(name);
    // A day after the contact wrote is another day.
    const tomorrow = /^Free text until \w+ \d+, \d\d:\d\d$/;
    await screen.page.getByRole('main').locator('header').getByText(tomorrow).waitFor({ state: 'attached' });
    await screen.page.getByRole('main').locator('form').getByText(tomorrow).waitFor();
  });

  it('closed: free text is not offered, and a template is sent instead', async () => {
    const from = { phone: newPhone(), name: 'Closed Window' };
    // Their phone is known to the world; that they wrote a day ago is told only now.
    await set.world.write(from.phone, 'Hello');
    await tellOfMessage(set.url, account, from, 'I wrote yesterday', new Date(Date.now() - 25 * hour));
    await find(from.name);
    await screen.choose(from.name);
    await screen.page.getByRole('main').locator('header').getByText('Templates only').waitFor();
    await screen.sees(/only an approved template reaches this contact.*The contact last wrote more than 1 day ago\./);
    expect(await screen.page.getByRole('textbox', { name: 'Write a message' }).count()).toBe(0);

    await screen.button('Send a template').click();
    const form = screen.page.getByRole('dialog', { name: 'Template' });
    await form.getByLabel('Name').fill('Not A Name');
    await form.getByRole('button', { name: 'Send' }).click();
    expect(await form.getByLabel('Name').evaluate((field) => (field as HTMLInputElement).validity.patternMismatch)).toBe(true);
    await form.getByLabel('Name').fill('appointment_reminder');
    await form.getByLabel('Language of the template').fill('en_US');
    await form.getByRole('button', { name: 'Add' }).click();
    await form.getByLabel('Placeholder 1').fill('10:30');
    await form.getByRole('button', { name: 'Send' }).click();

    const bubble = screen.bubble('appointment_reminder');
    await bubble.getByText('10:30').waitFor();
    await bubble.getByText(/^(Sent|Delivered|Read)$/).waitFor();
    await until(() => set.world.received(from.phone), (received) => received.length > 0);
  });

  it('the gateway refuses free text there as well', async () => {
    const phone = newPhone();
    await set.world.write(phone, 'Hello');
    await tellOfMessage(set.url, account, { phone, name: 'Refused There' }, 'I wrote yesterday', new Date(Date.now() - 25 * hour));
    await find('Refused There');
    await screen.row('Refused There').waitFor();
    await expect(set.gateway.call('POST', `/api/whatsapp/chats/${await set.gateway.chatNamed('Refused There')}/send`, { text: 'Hi' })).rejects.toThrow(/409/);
  });
});
