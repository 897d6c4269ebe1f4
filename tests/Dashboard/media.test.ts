import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { accountOf, newPhone, stage } from './support/stage';

/** A picture of ten by ten points. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC';
/** Begins as a recording does; what is said in it the world decides. */
const recording = Buffer.from(`OggS${'\0'.repeat(60)}OpusHead${'\0'.repeat(200)}`).toString('base64');

describe('what comes with messages', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'Pia Pictures'];
  let [screen, account] = [] as unknown as [Screen, string];

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    account = await accountOf(set.gateway, 'meta');
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('a picture is shown in the chat', async () => {
    await set.world.sendTo(account, phone, { kind: 'image', file_b64: picture, file_name: 'roof.png', mime_type: 'image/png', text: 'This is the roof', name });
    await screen.choose(name);
    const shown = screen.bubble('This is the roof').locator('img');
    await shown.waitFor();
    await until(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth), (width) => width === 10);
    // An answer in time would give the chat back to the AI.
    await screen.page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Take over' }).click();
    await screen.button('Give back').waitFor();
    expect(screen.complaints).toEqual([]);
  });

  it('a voice message can be played, and what was said in it is called its transcript', async () => {
    await set.world.says('Can you come tomorrow morning?');
    await set.world.sendTo(account, phone, { kind: 'voice', file_b64: recording });
    const bubble = screen.bubble('Can you come tomorrow morning?');
    await bubble.getByText('Transcript of the recording').waitFor();
    await bubble.locator('audio[controls]').waitFor();
    expect(await bubble.locator('audio').getAttribute('src')).toMatch(/^blob:/);
  });

  it('a location is told in words', async () => {
    await set.world.sendTo(account, phone, { kind: 'location', place: 'Moda Sahili' });
    await screen.bubble('Location').getByText(/Moda Sahili/).first().waitFor();
  });

  it('a file is attached from the menu, with a caption, and arrives', async () => {
    await screen.button('Add something').click();
    const chosen = screen.page.waitForEvent('filechooser');
    await screen.page.getByRole('menuitem', { name: 'File' }).click();
    await (await chosen).setFiles({ name: 'our roof.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
    const form = screen.page.getByRole('dialog', { name: 'File' });
    await form.getByRole('img', { name: 'our roof.png' }).waitFor();
    await form.getByLabel('Caption').fill('Ours looks like this');
    await form.getByRole('button', { name: 'Send' }).click();
    const bubble = screen.bubble('Ours looks like this');
    await bubble.getByText(/^(Sent|Delivered|Read)$/).waitFor();
    await bubble.locator('img').waitFor();
    await until(() => set.world.received(phone), (received) => received.includes('Ours looks like this'));
  });

  it('reply buttons are sent, and shown without being pressable', async () => {
    await screen.button('Add something').click();
    await screen.page.getByRole('menuitem', { name: 'Reply buttons' }).click();
    const form = screen.page.getByRole('dialog', { name: 'Reply buttons' });
    await form.getByLabel('Text').fill('Shall we come at nine?');
    await form.getByLabel('Button 1').fill('Yes please');
    await form.getByLabel('Button 2').fill('Later');
    await form.getByRole('button', { name: 'Send' }).click();
    const bubble = screen.bubble('Shall we come at nine?');
    await bubble.getByText(/^(Sent|Delivered|Read)$/).waitFor();
    expect(await bubble.getByRole('list', { name: 'Buttons' }).getByRole('listitem').allTextContents()).toEqual(['Yes please', 'Later']);
    expect(await bubble.getByRole('button').count()).toBe(0);
    await set.world.tap(phone, 'Yes please');
    await screen.bubble('Yes please').nth(1).waitFor();
  });
});
