import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('sending', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  const takenOver = async (name: string) => {
    const phone = newPhone();
    await set.world.write(phone, 'Hello', name);
    await screen.choose(name);
    await screen.page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Take over' }).click();
    await screen.button('Give back').waitFor();
    return phone;
  };

  it('a send that got no answer is not sent again blindly: where nobody can tell, a person says', async () => {
    const phone = await takenOver('Maybe Sent');
    await set.world.fail('Read', 'refuse');
    await set.world.fail('Send', 'drop_before_accepting', 1);
    await screen.write('Did this arrive?');
    const bubble = screen.bubble('Did this arrive?');
    await bubble.getByText('Maybe sent: the provider gave no clear answer.').waitFor();
    expect(await set.world.received(phone)).toEqual([]);
    await bubble.getByRole('button', { name: 'Send again' }).click();
    await bubble.getByText(/^(Sent|Delivered|Read)$/).waitFor();
    await set.world.heal();
    expect(await set.world.received(phone)).toEqual(['Did this arrive?']);
  });

  it('what is written on what one saw is held back when somebody has answered meanwhile', async () => {
    const [phone, name] = [newPhone(), 'Two At Once'];
    await set.world.write(phone, 'Who is there?', name);
    await screen.choose(name);
    const colleague = await set.gateway.colleague('Berta', 'manager');
    const chat = await set.gateway.chatOf(phone);
    // The screen must not learn of it before it sends.
    await screen.page.route('**/api/whatsapp/chats/*', (route) => (route.request().method() === 'GET' ? route.abort() : route.fallback()));
    await colleague.call('POST', `/api/whatsapp/chats/${chat}/takeover`);
    await screen.write('I am here.');
    await screen.sees(/Berta.* acted on this chat at .*Your message was not sent\./);
    expect(await set.world.received(phone)).toEqual([]);
    await screen.page.unroute('**/api/whatsapp/chats/*');
    await screen.button('Send anyway').click();
    await screen.bubble('I am here.').getByText(/^(Sent|Delivered|Read)$/).waitFor();
    expect(await set.world.received(phone)).toEqual(['I am here.']);
  });

  it('what could not reach the server is kept, and sent once when it can', async () => {
    const phone = await takenOver('Bad Network');
    await screen.page.route('**/send', (route) => route.abort());
    await screen.write('Do you hear me?');
    await screen.sees('The server cannot be reached.');
    await screen.page.unroute('**/send');
    await screen.bubble('Do you hear me?').getByRole('button', { name: 'Try again' }).click();
    await until(() => set.world.received(phone), (received) => received.length > 0);
    expect(await set.world.received(phone)).toEqual(['Do you hear me?']);
    expect(await screen.bubble('Do you hear me?').count()).toBe(1);
  });

  it('what was not sent is there when the page is loaded again, and goes out once though the server had it already', async () => {
    const phone = await takenOver('Loaded Again');
    await screen.page.route('**/send', (route) => route.abort());
    await screen.write('This never arrived');
    await screen.bubble('This never arrived').getByText('The server cannot be reached.').waitFor();
    await screen.page.unroute('**/send');
    await screen.page.route('**/send', (route) => route.fetch().then(() => route.abort()));
    await screen.write('This did arrive');
    const failed = (text: string) => screen.bubble(text).filter({ hasText: 'The server cannot be reached.' });
    await failed('This did arrive').waitFor();
    await screen.page.unroute('**/send');

    await screen.page.reload();
    for (const text of ['This never arrived', 'This did arrive']) {
      await failed(text).getByRole('button', { name: 'Try again' }).click();
      await screen.seesNot(failed(text));
      await screen.bubble(text).getByText(/^(Sent|Delivered|Read)$/).waitFor();
      // Until its answer has come, what is on its way stands beside what the server has.
      await until(() => screen.bubble(text).count(), (bubbles) => bubbles === 1);
    }
    expect((await until(() => set.world.received(phone), (received) => received.length > 1)).toSorted()).toEqual(['This did arrive', 'This never arrived']);
    expect(await screen.page.evaluate(() => sessionStorage.getItem('unsent'))).toBeNull();
  });

  it('what was on its way when the page was loaded again is not lost', async () => {
    const phone = await takenOver('In Between');
    await screen.page.route('**/send', () => {});
    await screen.write('Are you there?');
    await screen.bubble('Are you there?').getByText('Sending…').waitFor();
    await screen.page.reload();
    await screen.page.unroute('**/send');
    const failed = screen.bubble('Are you there?').filter({ has: screen.button('Try again') });
    await failed.getByRole('button', { name: 'Try again' }).click();
    await screen.seesNot(failed);
    await until(() => set.world.received(phone), (received) => received.length > 0);
    expect(await set.world.received(phone)).toEqual(['Are you there?']);
  });

  it('what was not taken after its writer has left the chat is told where he is now, with the way back', async () => {
    await takenOver('Left Behind');
    const elsewhere = 'Gone On To';
    await set.world.write(newPhone(), 'Hello', elsewhere);
    let fail = () => {};
    const failing = new Promise<void>((done) => (fail = done));
    await screen.page.route('**/send', (route) => failing.then(() => route.abort()));
    await screen.write('Are you still there?');
    await screen.choose(elsewhere);
    fail();
    await screen.sees(/Your message to .*Left Behind.* was not sent\./);
    await screen.page.unroute('**/send');
    await screen.button('Show').click();
    await screen.page.getByRole('heading', { name: 'Left Behind', level: 2 }).waitFor();
    await screen.bubble('Are you still there?').getByRole('button', { name: 'Discard' }).click();
  });

  it('what was not taken is told as well where the messages are covered, and once', async () => {
    await takenOver('Under The Panel');
    const told = screen.page.getByText(/^Your message to .*Under The Panel.* was not sent\.$/);
    const size = screen.page.viewportSize()!;
    await screen.page.setViewportSize({ width: 1_000, height: size.height });
    await screen.page.route('**/send', (route) => route.abort());
    await screen.write('Seen to fail');
    await screen.bubble('Seen to fail').getByText('The server cannot be reached.').waitFor();
    expect(await told.count()).toBe(0);
    await screen.page.getByRole('textbox', { name: 'Write a message' }).press('Escape');
    await screen.page.keyboard.press('KeyW');
    await screen.page.getByRole('complementary').waitFor();
    for (const text of ['First unseen', 'Second unseen']) {
      await screen.write(text);
      await screen.bubble(text).getByText('The server cannot be reached.').waitFor();
      await told.waitFor();
    }
    expect(await told.count()).toBe(1);
    await screen.page.unroute('**/send');
    await screen.page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    await screen.page.setViewportSize(size);
    for (const text of ['Seen to fail', 'First unseen', 'Second unseen']) await screen.bubble(text).filter({ hasText: 'The server cannot be reached.' }).first().getByRole('button', { name: 'Discard' }).click();
  });

  it('a second answer to a chat that waited says why it stays, and goes when the contact has written again', async () => {
    const [phone, name] = [newPhone(), 'Two Answers'];
    await set.world.write(phone, 'Are you open?', name);
    await screen.choose(name);
    // Long enough to write the second one.
    await screen.page.route('**/send', async (route) => {
      await new Promise((done) => setTimeout(done, 1_500));
      await route.continue();
    });
    await screen.write('Yes, until six.');
    await screen.write('And on Sunday until two.');
    const second = screen.bubble('And on Sunday until two.');
    await second.getByText('Nobody waits here now: the first answer ends the waiting. The chat opens again when the contact writes.').waitFor();
    expect(await second.getByRole('button').allTextContents()).toEqual(['Discard']);
    await set.world.write(phone, 'And on Sunday?');
    await second.getByRole('button', { name: 'Try again' }).click();
    await second.getByText(/^(Sent|Delivered|Read)$/).waitFor();
    await screen.page.unroute('**/send');
    expect(await set.world.received(phone)).toEqual(['Yes, until six.', 'And on Sunday until two.']);
  });

  it('on a phone Enter breaks the line, the button sends, and no letters are so small that the page would be drawn nearer', async () => {
    const [phone, name] = [newPhone(), 'Thumbs'];
    await set.world.write(phone, 'Hello', name);
    const hand = await Screen.signedIn(set.browser, set.url, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await hand.choose(name);
    const composer = hand.page.getByRole('textbox', { name: 'Write a message' });
    await composer.click();
    await hand.page.keyboard.type('Hello');
    await hand.page.keyboard.press('Enter');
    await hand.page.keyboard.type('there');
    expect(await composer.inputValue()).toBe('Hello\nthere');
    expect(await composer.evaluate((field) => parseFloat(getComputedStyle(field).fontSize))).toBeGreaterThanOrEqual(16);
    await hand.button('Send').click();
    await hand.bubble('there').getByText(/^(Sent|Delivered|Read)$/).waitFor();
    // A tablet may have a keyboard as well.
    await set.world.write(phone, 'Still there?', name);
    await composer.fill('By the keyboard');
    await composer.press('Control+Enter');
    await hand.bubble('By the keyboard').getByText(/^(Sent|Delivered|Read)$/).waitFor();
    expect(await set.world.received(phone)).toEqual(['Hello\nthere', 'By the keyboard']);
    await hand.leave();
  });

  it('what was begun is there when the page is loaded again, and gone when its writer is', async () => {
    await takenOver('Half Written');
    const composer = screen.page.getByRole('textbox', { name: 'Write a message' });
    await screen.page.route('**/send', (route) => route.abort());
    await screen.write('Not for others');
    await screen.sees('The server cannot be reached.');
    await screen.page.unroute('**/send');
    await composer.fill('Dear contact, I will');
    await screen.page.reload();
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('Dear contact, I will');
    const address = new URL(screen.page.url()).pathname;
    await screen.button('Account and help').click();
    await screen.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await screen.page.locator('input[type=password]').waitFor();
    expect(await screen.page.evaluate(() => [sessionStorage.getItem('drafts'), sessionStorage.getItem('unsent')])).toEqual([null, null]);
    await screen.signIn(await set.gateway.newUser('Hugo', 'manager'));
    await screen.go(address);
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('');
    expect(await screen.bubble('Not for others').count()).toBe(0);
    await screen.leave();
    screen = await Screen.signedIn(set.browser, set.url);
  });

  it('who else looks and writes is seen', async () => {
    const [phone, name] = [newPhone(), 'Crowded Chat'];
    await set.world.write(phone, 'Hello you all', name);
    await screen.choose(name);
    const colleague = await set.gateway.colleague('Cem', 'manager');
    const path = `/api/whatsapp/chats/${await set.gateway.chatOf(phone)}/presence`;
    await colleague.call('POST', path, { state: 'viewing' });
    await screen.sees(/Cem.* is looking/);
    await colleague.call('POST', path, { state: 'typing' });
    await screen.sees(/Cem.* is writing…/);
    await colleague.call('POST', path, { state: 'left' });
    await screen.seesNot(screen.page.getByText(/Cem.* is writing…/));
  });

  it('a member reads and is not offered what he may not do', async () => {
    const [phone, name] = [newPhone(), 'Only Looking'];
    await set.world.write(phone, 'Hello', name);
    const email = `dora-${Date.now()}@example.com`;
    const { invitation } = await set.gateway.call<{ invitation: { token: string } }>('POST', '/api/users', { email, name: 'Dora', role: 'member' });
    const dora = await Screen.open(set.browser, set.url);
    await dora.go(`/invitation#${invitation.token}`);
    await dora.page.getByLabel('New password').fill('a password for dora');
    await dora.button('Set password').click();
    await dora.choose(name);
    await dora.sees('You can read this chat.');
    expect(await dora.button('Take over').count()).toBe(0);
    expect(await dora.page.getByRole('textbox', { name: 'Write a message' }).count()).toBe(0);
    await dora.leave();
  });
});
