import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gateway } from './support/Gateway';
import { openBrowser, Screen, until } from './support/Screen';
import { admin, Silo } from './support/Silo';
import { connectedAccount, newPhone } from './support/stage';
import { World } from './support/World';

/** Where the README shows them from is docs/screenshots: SCREENSHOTS=docs/screenshots takes them anew. */
const folder = fileURLToPath(new URL(`../../${process.env.SCREENSHOTS ?? 'artifacts/screenshots'}/`, import.meta.url));

const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe('pictures of the main views', () => {
  // A silo of their own: what other tests have left is nothing to look at.
  let [browser, silo] = [] as unknown as [Browser, Silo];

  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    [browser, silo] = await Promise.all([openBrowser(), Silo.start()]);
    const [world, gateway] = [new World(silo.worldUrl), await Gateway.signIn(silo.url, admin)];
    world.account = await connectedAccount(gateway);
    const deniz = newPhone();
    await gateway.configure({ grace_period_seconds: 1 });
    await world.write(deniz, 'Merhaba, yarın için randevu alabilir miyim?', 'Deniz Kaya');
    await until(() => world.received(deniz), (seen) => seen.length > 0);
    await gateway.configure({ grace_period_seconds: 240 });
    const chat = await gateway.chatOf(deniz);
    await gateway.call('POST', `/api/whatsapp/chats/${chat}/takeover`);
    await gateway.call('POST', `/api/whatsapp/chats/${chat}/send`, { text: 'Merhaba Deniz Hanım, tabii. Sabah 10:30 size uyar mı?' });
    await until(() => world.received(deniz), (seen) => seen.length > 1);
    await world.write(deniz, 'Evet, çok iyi olur. Teşekkürler!');
    await world.write(newPhone(), 'مساء الخير، أريد تغيير موعدي', 'ليلى حسن');
    await world.write(newPhone(), 'Hi! Do you have parking at the clinic? I would come by car from Kadıköy.', 'Emma Clarke');
  });

  afterAll(async () => {
    await browser.close();
    await silo.end();
  });

  const views: [string, BrowserContextOptions, (screen: Screen) => Promise<unknown>][] = [
    ['waiting', {}, (screen) => screen.choose('Emma Clarke')],
    ['dark', { colorScheme: 'dark' }, (screen) => screen.choose('Deniz Kaya')],
    ['arabic', { locale: 'ar' }, (screen) => screen.choose('ليلى حسن')],
    ['why', { viewport: { width: 1440, height: 800 } }, async (screen) => {
      await screen.choose('Deniz Kaya');
      await screen.page.keyboard.press('KeyW');
      await screen.page.getByRole('heading', { name: 'Why did or didn’t the AI speak?' }).waitFor();
    }],
    ['phone-list', phone, (screen) => screen.row('Emma Clarke').waitFor()],
    ['phone-chat', phone, (screen) => screen.choose('Emma Clarke')],
  ];

  it.each(views)('%s', async (name, options, open) => {
    const screen = await Screen.signedIn(browser, silo.url, options);
    await screen.row('Emma Clarke').waitFor();
    await open(screen);
    await screen.page.evaluate(() => document.fonts.ready);
    // What moves has come to rest.
    await screen.page.waitForTimeout(700);
    const picture = await screen.page.screenshot({ path: `${folder}${name}.png` });
    expect(picture.length).toBeGreaterThan(5_000);
    expect(screen.complaints).toEqual([]);
    await screen.leave();
  });
});
