import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { admin } from './support/Silo';
import { newPhone, stage } from './support/stage';

const seconds = (face: string | null) => (face ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

describe('while a chat waits', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 100 });
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('two minutes more are one key, and the ring shows them', async () => {
    const [phone, name] = [newPhone(), 'More Time'];
    await set.world.write(phone, 'Hello?', name);
    await screen.choose(name);
    const face = screen.row(name).getByText(/^\d:\d\d$/);
    const before = seconds(await face.textContent());
    await screen.page.keyboard.press('KeyM');
    await until(async () => seconds(await face.textContent()), (left) => left > before + 60);
    await screen.sees('People have 2 minutes more.');
  });

  it('the AI answers now by one key', async () => {
    const [phone, name] = [newPhone(), 'No Patience'];
    await set.world.write(phone, 'Quick question', name);
    await screen.choose(name);
    await screen.button(/AI answers now/).waitFor();
    await screen.page.keyboard.press('KeyA');
    await until(() => set.world.received(phone), (received) => received.length === 1);
    await screen.row(name).getByText('AI', { exact: true }).waitFor();
  });

  it('an answer in time ends the waiting, and the AI stays silent', async () => {
    const [phone, name] = [newPhone(), 'In Time'];
    await set.world.write(phone, 'Do you deliver?', name);
    await screen.choose(name);
    await screen.write('Yes, we do.');
    await screen.seesNot(screen.button(/AI answers now/));
    await screen.bubble('Yes, we do.').getByText(/^(Sent|Delivered|Read)$/).waitFor();
    expect(await set.world.received(phone)).toEqual(['Yes, we do.']);
  });

  it('the countdown goes by the server’s clock, not by this machine’s', async () => {
    const [phone, name] = [newPhone(), 'Wrong Clock'];
    const wrong = await Screen.open(set.browser, set.url);
    await wrong.page.addInitScript(() => {
      const [now, RealDate] = [Date.now, Date];
      Date.now = () => now() + 45 * 60_000;
      globalThis.Date = new Proxy(RealDate, { construct: (target, given) => (given.length ? Reflect.construct(target, given) : new target(Date.now())) });
    });
    await wrong.signIn(admin);
    await set.world.write(phone, 'What time is it?', name);
    const face = wrong.row(name).getByText(/^\d:\d\d$/);
    await until(async () => seconds(await face.textContent()), (left) => left > 60 && left <= 100);
    await wrong.leave();
  });
});
