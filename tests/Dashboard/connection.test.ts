import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { Gateway } from './support/Gateway';
import { openBrowser, Screen, until } from './support/Screen';
import { admin, Silo } from './support/Silo';
import { connectedAccount, newPhone } from './support/stage';
import { World } from './support/World';

describe('the connection is lost and comes back', () => {
  const [phone, name] = [newPhone(), 'Patient Contact'];
  let [browser, silo, world, screen, gateway] = [] as unknown as [Browser, Silo, World, Screen, Gateway];

  beforeAll(async () => {
    [browser, silo] = await Promise.all([openBrowser(), Silo.start()]);
    [world, gateway] = [new World(silo.worldUrl), await Gateway.signIn(silo.url, admin)];
    world.account = await connectedAccount(gateway);
    screen = await Screen.signedIn(browser, silo.url);
    await screen.row('Ayşe').waitFor();
    await screen.choose('Ayşe');
  });
  afterAll(async () => {
    await browser.close();
    await silo.end();
  });

  const bar = () => screen.page.getByText('The connection is gone.');

  it('without a network, a bar says that what is shown may be old', async () => {
    await screen.page.context().setOffline(true);
    await bar().waitFor();
    await screen.bubble('Hello, are you open tomorrow?').waitFor();
  });

  it('back again, what was missed is there and the bar is gone', async () => {
    await world.write(phone, 'Written while you were away', name);
    const colleague = await gateway.colleague('Nora', 'manager');
    const chat = await screen.page.evaluate(() => location.pathname.split('/').at(-1));
    await colleague.call('POST', `/api/whatsapp/chats/${chat}/presence`, { state: 'viewing' });
    expect(await screen.row(name).count()).toBe(0);
    await screen.page.context().setOffline(false);
    await screen.row(name).getByText('Written while you were away').waitFor();
    await screen.sees(/Nora.* is looking/);
    await screen.seesNot(bar());
  });

  it('a silo that dies is seen, and its return too', async () => {
    const messages = async () => (await gateway.call<{ totalMessages: number }>('GET', '/api/whatsapp/stats')).totalMessages;
    const before = await messages();
    await silo.kill();
    await bar().waitFor();
    await silo.run();
    await screen.seesNot(bar());
    // The demo links its number again and lets its own contact write; then others can.
    await until(messages, (count) => count > before);
    world.account = await connectedAccount(gateway);
    await world.write(phone, 'Still there?', name);
    await screen.row(name).getByText('Still there?').waitFor();
  });

  it('nobody was signed out meanwhile', async () => {
    await screen.page.reload();
    await screen.row(name).first().waitFor();
  });
});
