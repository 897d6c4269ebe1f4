import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { Gateway } from './support/Gateway';
import { openBrowser, Screen, until } from './support/Screen';
import { admin, Silo } from './support/Silo';
import { World } from './support/World';

const count = 2_000;
const atOnce = 40;

describe(`${count} chats`, () => {
  let [browser, silo, screen] = [] as unknown as [Browser, Silo, Screen];

  beforeAll(async () => {
    [browser, silo] = await Promise.all([openBrowser(), Silo.start()]);
    const [world, gateway] = [new World(silo.worldUrl), await Gateway.signIn(silo.url, admin)];
    await until(() => gateway.call<{ agent_id: string | null; connected: boolean }>('GET', '/api/whatsapp/connection-status'), (seen) => seen.connected && seen.agent_id !== null);
    await gateway.configure({ agent_id: null, grace_period_seconds: 1_800 });
    for (let first = 0; first < count; first += atOnce)
      await Promise.all(Array.from({ length: atOnce }, (_, place) => world.write(`+90533${String(first + place).padStart(7, '0')}`, `Message ${first + place}`, `Contact ${first + place}`)));
    await until(() => gateway.call<{ totalChats: number }>('GET', '/api/whatsapp/stats'), (seen) => seen.totalChats > count);
    screen = await Screen.signedIn(browser, silo.url);
  }, 400_000);
  afterAll(async () => {
    await browser.close();
    await silo.end();
  });

  const rows = () => screen.page.getByRole('navigation').getByRole('listitem');

  it('are all in the list, and only those in sight exist', async () => {
    await rows().first().waitFor();
    expect(Number(await rows().first().getAttribute('aria-setsize'))).toBeGreaterThan(count);
    expect(await rows().count()).toBeLessThan(40);
  });

  it('scroll to the very end, page after page, with never more rows than fit', async () => {
    const list = screen.page.getByRole('navigation').getByRole('list').locator('..');
    const frames = await screen.page.evaluateHandle(() => {
      const seen: number[] = [];
      let last = performance.now();
      const look = (now: number) => {
        seen.push(now - last);
        last = now;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      return seen;
    });
    let [most, last] = [0, 0];
    for (let step = 0; last <= count && step < 5_000; step++) {
      // A little further in each frame, as a hand on a wheel does.
      [most, last] = await list.evaluate(async (element, most) => {
        for (let frame = 0; frame < 10; frame++) {
          element.scrollBy(0, 120);
          await new Promise(requestAnimationFrame);
        }
        const rows = [...element.querySelectorAll('li')];
        return [Math.max(most, rows.length), Math.max(...rows.map((row) => Number(row.getAttribute('aria-posinset'))))] as const;
      }, most);
    }
    expect(last).toBeGreaterThan(count);
    expect(most).toBeLessThan(60);
    const times = (await frames.evaluate((seen) => [...seen])).sort((one, other) => one - other);
    console.log(`frames while scrolling: ${times.length}, in the middle ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, 99 of 100 within ${times[Math.floor(times.length * 0.99)]?.toFixed(1)} ms`);
  });

  it('a search finds one of them', async () => {
    await screen.page.getByRole('searchbox').fill('Contact 1234');
    await screen.row('Contact 1234').waitFor();
  });
});
