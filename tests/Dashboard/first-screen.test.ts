import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { admin } from './support/Silo';
import { newPhone, stage } from './support/stage';

const mostBytes = 200 * 1024;

/** Runs in the page: remembers when the list was first there. */
function markTheList() {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('nav li')) return;
    performance.mark('list');
    observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Runs in the page. */
function askedForAfterTheList(): string[] {
  const list = performance.getEntriesByName('list')[0];
  if (!list) throw new Error('Nobody saw the list come.');
  return performance.getEntriesByType('resource').filter((one) => one.startTime > list.startTime).map((one) => one.name);
}

describe('the first screen', () => {
  const set = stage();
  // Somebody new stands at the list's top, whatever other tests have left below.
  const name = 'Frida First';
  let screen: Screen;

  beforeAll(async () => {
    await set.world.write(newPhone(), 'Good morning!', name);
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('needs little: its scripts and styles are within 200 kB, compressed', async () => {
    const sizes = new Map<string, number>();
    const loaded: Promise<unknown>[] = [];
    const fresh = await Screen.open(set.browser, set.url);
    const weigh = (response: Response) => {
      const url = response.url();
      if (/\.(js|css)$/.test(new URL(url).pathname)) loaded.push(response.body().then((body) => sizes.set(url, gzipSync(body).length)));
    };
    fresh.page.on('response', weigh);
    await fresh.page.addInitScript(markTheList);
    await fresh.signIn(admin);
    await fresh.row(name).waitFor();
    fresh.page.off('response', weigh);
    await Promise.all(loaded);
    // The chat's pane is fetched half a second later, and a slow machine may see that before the test sees the list.
    for (const later of await fresh.page.evaluate(askedForAfterTheList)) sizes.delete(later);
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    await fresh.page.reload();
    await fresh.row(name).waitFor();
    console.log(`a reload shows the list after ${(await fresh.page.evaluate(() => performance.now())).toFixed(0)} ms`);
    console.log(`scripts and styles up to the list: ${(total / 1024).toFixed(0)} kB in ${sizes.size} files, gzip`);
    expect(sizes.size).toBeGreaterThan(1);
    expect(total).toBeLessThan(mostBytes);
    await fresh.leave();
  });

  it('asks nobody but its own server', async () => {
    const others: string[] = [];
    screen.page.on('request', (request) => {
      if (!request.url().startsWith(set.url) && !request.url().startsWith('data:') && !request.url().startsWith('blob:')) others.push(request.url());
    });
    await screen.page.reload();
    await screen.row(name).waitFor();
    await screen.choose(name);
    await screen.go('/whatsapp?settings=people');
    await screen.page.getByRole('dialog').waitFor();
    expect(others).toEqual([]);
    expect(screen.complaints).toEqual([]);
  });
});
