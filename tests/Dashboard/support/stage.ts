import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { Gateway } from './Gateway';
import { openBrowser, until } from './Screen';
import { admin } from './Silo';
import { World } from './World';

let lastNumber = Math.floor(Math.random() * 9_000_000);

/** What a test file works with; filled before its first test. */
export interface Stage {
  browser: Browser;
  gateway: Gateway;
  world: World;
  url: string;
}

export function stage(): Stage {
  const set = { url: inject('siloUrl'), world: new World(inject('worldUrl')) } as Stage;
  beforeAll(async () => {
    [set.browser, set.gateway] = await Promise.all([openBrowser(), Gateway.signIn(set.url, admin)]);
    set.world.account = await connectedAccount(set.gateway);
  });
  afterAll(() => set.browser.close());
  return set;
}

/** A number that nobody else has written from. */
export function newPhone(): string {
  return `+90532${String(++lastNumber).padStart(7, '0')}`;
}

/** The demo links its number in the first seconds. */
export async function connectedAccount(gateway: Gateway): Promise<string> {
  for (;;) {
    const { connected, agent_id, account_id } = await gateway.call<{ connected: boolean; agent_id: string | null; account_id: string }>('GET', '/api/whatsapp/connection-status');
    if (connected && agent_id) return account_id;
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** The demo's number at another provider; it links them one after the other. */
export async function accountOf(gateway: Gateway, provider: string): Promise<string> {
  const look = () => gateway.call<{ provider: string; status: string; account_id: string }[]>('GET', '/api/whatsapp/channels');
  const isOurs = (one: { provider: string; status: string }) => one.provider === provider && one.status === 'ok';
  return (await until(look, (channels) => channels.some(isOurs))).find(isOurs)!.account_id;
}
