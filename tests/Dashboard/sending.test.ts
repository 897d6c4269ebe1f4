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

  it('what was begun is there when the page is loaded again, and gone when its writer is', async () => {
    await takenOver('Half Written');
    const composer = screen.page.getByRole('textbox', { name: 'Write a message' });
    await composer.fill('Dear contact, I will');
    await screen.page.reload();
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('Dear contact, I will');
    const address = new URL(screen.page.url()).pathname;
    await screen.button('Account and help').click();
    await screen.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await screen.page.locator('input[type=password]').waitFor();
    expect(await screen.page.evaluate(() => sessionStorage.getItem('drafts'))).toBeNull();
    await screen.signIn(await set.gateway.newUser('Hugo', 'manager'));
    await screen.go(address);
    await composer.waitFor();
    expect(await composer.inputValue()).toBe('');
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
