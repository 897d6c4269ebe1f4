import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { admin } from './support/Silo';
import { newPhone, stage } from './support/stage';

const mostBytes = 200 * 1024;

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
    const sizes: number[] = [];
    const loaded: Promise<unknown>[] = [];
    const fresh = await Screen.open(set.browser, set.url);
    const weigh = (response: Response) => {
      if (/\.(js|css)$/.test(new URL(response.url()).pathname)) loaded.push(response.body().then((body) => sizes.push(gzipSync(body).length)));
    };
    fresh.page.on('response', weigh);
    await fresh.signIn(admin);
    await fresh.row(name).waitFor();
    fresh.page.off('response', weigh);
    await Promise.all(loaded);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    await fresh.page.reload();
    await fresh.row(name).waitFor();
    console.log(`a reload shows the list after ${(await fresh.page.evaluate(() => performance.now())).toFixed(0)} ms`);
    console.log(`scripts and styles up to the list: ${(total / 1024).toFixed(0)} kB in ${sizes.length} files, gzip`);
    expect(sizes.length).toBeGreaterThan(1);
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
