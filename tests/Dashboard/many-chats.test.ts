import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { exportOf, text } from './support/exported';
import { Gateway } from './support/Gateway';
import { openBrowser, Screen, until } from './support/Screen';
import { admin, Silo } from './support/Silo';

const count = 50_000;
const withMessages = 20;
const messagesEach = 30;
/** How far a hand on a wheel goes. */
const far = 2_000;

describe(`${count} chats`, () => {
  let [browser, silo, screen] = [] as unknown as [Browser, Silo, Screen];

  beforeAll(async () => {
    const exported = await exportOf('Large', count, withMessages, messagesEach);
    [browser, silo] = await Promise.all([openBrowser(), Silo.start(exported)]);
    await rm(exported, { recursive: true });
    const owner = await (await Gateway.signIn(silo.url, admin)).firstAdmin('Large');
    const gateway = await Gateway.signIn(silo.url, owner);
    await gateway.call('POST', '/api/whatsapp/connect');
    await until(() => gateway.call<{ connected: boolean }>('GET', '/api/whatsapp/connection-status'), (seen) => seen.connected);
    screen = await Screen.open(browser, silo.url);
    await screen.signIn(owner);
  }, 400_000);
  afterAll(async () => {
    await browser.close();
    await silo.end();
  });

  const rows = () => screen.page.getByRole('navigation').getByRole('listitem');

  it('are all in the list, and only those in sight exist', async () => {
    await rows().first().waitFor();
    expect(Number(await rows().first().getAttribute('aria-setsize'))).toBe(count);
    expect(await rows().count()).toBeLessThan(40);
  });

  it('scroll for thousands of rows, page after page, with never more rows than fit', async () => {
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
    for (let step = 0; last <= far && step < 5_000; step++) {
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
    expect(last).toBeGreaterThan(far);
    expect(most).toBeLessThan(60);
    const times = (await frames.evaluate((seen) => [...seen])).sort((one, other) => one - other);
    console.log(`frames while scrolling: ${times.length}, in the middle ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, 99 of 100 within ${times[Math.floor(times.length * 0.99)]?.toFixed(1)} ms`);
  });

  it('one that was read is there again at once', async () => {
    await screen.page.getByRole('navigation').getByRole('list').locator('..').evaluate((element) => element.scrollTo(0, 0));
    const [one, other] = [0, 3];
    for (const place of [one, other]) {
      await screen.row(`Contact ${place}`).first().getByRole('link').click();
      await screen.bubble(text(place, messagesEach)).waitFor();
    }
    const times = await screen.page.evaluate(async ([one, other]) => {
      const found: number[] = [];
      for (let turn = 0; turn < 20; turn++) {
        const wanted = turn % 2 === 0 ? one! : other!;
        const link = [...document.querySelectorAll<HTMLAnchorElement>('nav li a')].find((a) => a.textContent?.includes(wanted.name));
        const since = performance.now();
        link!.click();
        while (![...document.querySelectorAll('[role=log] article')].some((bubble) => bubble.textContent?.includes(wanted.text))) await new Promise(requestAnimationFrame);
        // Seen once the frame that shows it has been drawn.
        await new Promise(requestAnimationFrame);
        await new Promise((done) => setTimeout(done));
        found.push(performance.now() - since);
        // What follows a switch, as the chat's own reading of what is new, is not a part of the next one.
        await new Promise((done) => setTimeout(done, 150));
      }
      return found.sort((one, other) => one - other);
    }, [one, other].map((place) => ({ name: `Contact ${place}`, text: text(place, messagesEach) })));
    expect(times.length).toBe(20);
    console.log(`switching between two chats that were read: in the middle ${times[10]?.toFixed(0)} ms, at most ${times.at(-1)?.toFixed(0)} ms`);
  });

  it('a search finds one of them', async () => {
    await screen.page.getByRole('searchbox').fill('Contact 49999');
    await screen.row('Contact 49999').waitFor();
  });
});
