import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('the keyboard', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    for (const name of ['Key Three', 'Key Two', 'Key One']) await set.world.write(newPhone(), 'Hello', name);
    screen = await Screen.signedIn(set.browser, set.url);
    await screen.row('Key One').waitFor();
  });
  afterAll(() => screen.leave());

  const heading = (name: string) => screen.page.getByRole('heading', { name, level: 2 });
  const press = (key: string) => screen.page.keyboard.press(key);

  it('J goes down the list and K goes up', async () => {
    await screen.choose('Key One');
    await press('KeyJ');
    await heading('Key Two').waitFor();
    await press('KeyJ');
    await heading('Key Three').waitFor();
    await press('KeyK');
    await heading('Key Two').waitFor();
  });

  it('T takes over and leads to the composer; out of it, R gives back, E closes, O opens again', async () => {
    await press('KeyT');
    await screen.button('Give back').waitFor();
    await until(() => screen.page.evaluate(() => document.activeElement?.id), (id) => id === 'composer');
    const composer = screen.page.getByRole('textbox', { name: 'Write a message' });
    await screen.page.keyboard.type('jet');
    expect(await composer.inputValue()).toBe('jet');
    await composer.fill('');
    await press('Escape');
    await press('KeyR');
    await screen.sees('The AI has the word in this chat.');
    await press('KeyE');
    await screen.sees('This chat is closed.');
    await press('KeyO');
    await screen.seesNot(screen.page.getByText('This chat is closed.'));
  });

  it('a takeover that was asked for elsewhere leaves the focus where it is', async () => {
    const [phone, name] = [newPhone(), 'Key Elsewhere'];
    await set.world.write(phone, 'Hello', name);
    await screen.choose(name);
    await set.gateway.call('POST', `/api/whatsapp/chats/${await set.gateway.chatOf(phone)}/takeover`);
    await screen.button('Give back').waitFor();
    await screen.page.getByRole('textbox', { name: 'Write a message' }).waitFor();
    expect(await screen.page.evaluate(() => document.activeElement?.id)).not.toBe('composer');
    await screen.page.keyboard.press('KeyE');
    await screen.sees('This chat is closed.');
  });

  it('does nothing while somebody types', async () => {
    await screen.choose('Key Three');
    await screen.page.getByRole('textbox', { name: 'Write a message' }).fill('');
    await screen.page.keyboard.type('jet');
    expect(await screen.page.getByRole('textbox', { name: 'Write a message' }).inputValue()).toBe('jet');
    await heading('Key Three').waitFor();
    await screen.button(/AI answers now/).waitFor();
  });

  it('the rest of a word is no command when the composer goes from under it', async () => {
    const name = 'Key One';
    await screen.choose(name);
    await press('KeyT');
    await screen.button('Give back').waitFor();
    const composer = screen.page.getByRole('textbox', { name: 'Write a message' });
    await composer.click();
    const chat = await screen.page.evaluate(() => location.pathname.split('/').at(-1));
    const commands: string[] = [];
    screen.page.on('request', (request) => request.method() === 'POST' && !request.url().endsWith('/presence') && commands.push(request.url()));
    const typing = screen.page.keyboard.type('we close the matter at once, take care, we write more to you', { delay: 100 });
    await until(() => composer.inputValue(), (text) => text.length > 2);
    const colleague = await set.gateway.colleague('Pia', 'manager');
    await colleague.call('POST', `/api/whatsapp/chats/${chat}/release`, { immediate: false });
    await composer.waitFor({ state: 'detached' });
    await typing;
    expect(commands).toEqual([]);
    await heading(name).waitFor();
    expect(await screen.page.getByRole('complementary').count()).toBe(0);
    // What he had written so far is not lost to him.
    const begun = screen.page.getByRole('textbox', { name: 'What you began to write' });
    expect(await begun.inputValue()).toMatch(/^we /);
    await screen.button('Discard').click();
    await screen.seesNot(begun);
    // Whoever has stopped writing gives commands again.
    await screen.page.waitForTimeout(2_000);
    await press('KeyE');
    await screen.sees('This chat is closed.');
    await press('KeyO');
    await screen.seesNot(screen.page.getByText('This chat is closed.'));
  });

  it('an input method’s Enter sends nothing', async () => {
    await screen.choose('Key Three');
    const composer = screen.page.getByRole('textbox', { name: 'Write a message' });
    await composer.fill('ni hao');
    for (const more of [{ isComposing: true }, { keyCode: 229 }])
      await composer.evaluate((field, more) => field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, ...more })), more);
    expect(await composer.inputValue()).toBe('ni hao');
    await composer.fill('');
  });

  it('/ and ? are found where a German layout has them, and not under AltGr', async () => {
    await heading('Key Three').click();
    const strike = (key: string, code: string, more: object) =>
      screen.page.evaluate((event) => void document.body.dispatchEvent(new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true })), { key, code, ...more });
    await strike('€', 'KeyE', { modifierAltGraph: true });
    await strike('?', 'Minus', { shiftKey: true });
    await screen.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await press('Escape');
    await screen.page.getByRole('dialog').waitFor({ state: 'detached' });
    await strike('/', 'Digit7', { shiftKey: true });
    await until(() => screen.page.evaluate(() => document.activeElement?.id), (id) => id === 'chat-search');
    expect(await screen.page.getByText('This chat is closed.').count()).toBe(0);
  });

  it('Ctrl-K opens the palette, which finds commands and chats', async () => {
    await press('Control+KeyK');
    const palette = screen.page.getByRole('combobox');
    await palette.fill('key one');
    await screen.page.getByRole('option', { name: 'Key One' }).waitFor();
    await press('Enter');
    await heading('Key One').waitFor();
    await press('Control+KeyK');
    await palette.fill('shortcuts');
    await press('Enter');
    await screen.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await press('Escape');
    await press('Control+KeyK');
    await palette.fill('Search');
    await press('Enter');
    await until(() => screen.page.evaluate(() => document.activeElement?.id), (id) => id === 'chat-search');
  });

  it('a dialog whose script does not come says so; where it does not come again either, the page is loaded anew, and what was begun is there', async () => {
    const page = await Screen.signedIn(set.browser, set.url);
    await page.choose('Key Three');
    const composer = page.page.getByRole('textbox', { name: 'Write a message' });
    await composer.fill('Dear contact');
    await composer.press('Escape');
    await page.page.route('**/HelpDialog*.js', (route) => route.abort());
    await page.page.keyboard.press('?');
    await page.sees(/This part of the page did not load\./);
    await page.button('Try again').click();
    const reload = page.button('Reload the page');
    await reload.waitFor();
    await page.page.unroute('**/HelpDialog*.js');
    await reload.click();
    await reload.waitFor({ state: 'detached' });
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('Dear contact');
    await page.page.keyboard.press('?');
    await page.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Send the message').waitFor();
    await page.leave();
  });

  it('the slash leads to the search, which finds', async () => {
    await heading('Key One').click();
    await press('Slash');
    await screen.page.keyboard.type('key two');
    await screen.seesNot(screen.row('Key One'));
    await screen.row('Key Two').waitFor();
  });
});
