import axe from 'axe-core';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { accountOf, newPhone, stage } from './support/stage';

const [phone, name] = [newPhone(), 'Zoe Access'];

/** Writes by the channel that carries everything; people have the word. */
const formsName = 'Fay Forms';

const pages: [string, (screen: Screen) => Promise<unknown>][] = [
  ['the list', (screen) => screen.row(name).waitFor()],
  ['a waiting chat', (screen) => screen.choose(name)],
  [
    'the history and the why panel',
    async (screen) => {
      await screen.choose(name);
      await screen.page.getByRole('tab').nth(1).click();
      await screen.page.getByRole('tabpanel').getByRole('listitem').first().waitFor();
      await screen.page.keyboard.press('KeyW');
      await screen.page.getByRole('complementary').getByRole('listitem').first().waitFor();
    },
  ],
  ...['connection', 'answering', 'blacklist', 'ignored', 'agents', 'people', 'account'].map((section): [string, (screen: Screen) => Promise<unknown>] => [
    `the settings: ${section}`,
    async (screen) => {
      await screen.go(`/whatsapp?settings=${section}`);
      await screen.page.getByRole('dialog').getByRole('tabpanel').waitFor();
      await screen.page.getByRole('dialog').getByText('Loading…').waitFor({ state: 'hidden' });
    },
  ]),
  ['the outbox', (screen) => screen.go('/outbox').then(() => screen.page.getByRole('heading', { name: 'Outbox', level: 1 }).waitFor())],
  [
    'the template form',
    async (screen) => {
      await screen.choose(formsName);
      await screen.button('Add something').click();
      await screen.page.getByRole('menuitem', { name: 'Template' }).click();
      await screen.page.getByRole('dialog', { name: 'Template' }).waitFor();
    },
  ],
  [
    'the palette',
    async (screen) => {
      await screen.page.keyboard.press('Control+KeyK');
      await screen.page.getByRole('option').first().waitFor();
    },
  ],
  ['the help', (screen) => screen.page.keyboard.press('Shift+Slash').then(() => screen.page.getByRole('dialog').waitFor())],
  [
    'the contact’s phone',
    async (screen) => {
      await screen.page.getByRole('button', { name: 'Demo' }).click();
      await screen.page.getByRole('textbox', { name: 'Write as the contact' }).waitFor();
    },
  ],
  ['the first steps', (screen) => screen.go('/welcome').then(() => screen.page.getByRole('heading', { level: 1 }).waitFor())],
];

const looks: [string, BrowserContextOptions][] = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['a phone of 360 px', { colorScheme: 'light', viewport: { width: 360, height: 740 } }],
];

async function seriousIssues(screen: Screen): Promise<string[]> {
  await screen.page.evaluate(axe.source);
  const { violations } = await screen.page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document));
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}

const sidewaysScroll = (screen: Screen) => screen.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe.each(looks)('%s: no serious accessibility issue', (_, look) => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'Can you hear me?', name);
    if ((await set.gateway.call<{ total: number }>('GET', `/api/whatsapp/chats?q=${encodeURIComponent(formsName)}`)).total === 0)
      await set.world.writeTo(await accountOf(set.gateway, 'meta'), newPhone(), 'Which buttons have you?', formsName);
    screen = await Screen.signedIn(set.browser, set.url, { ...look, reducedMotion: 'reduce' });
  });
  afterAll(() => screen.leave());

  it('on the sign-in', async () => {
    const stranger = await Screen.open(set.browser, set.url, look);
    await stranger.go('/sign-in');
    await stranger.page.getByRole('heading').waitFor();
    expect(await seriousIssues(stranger)).toEqual([]);
    expect(await sidewaysScroll(stranger)).toBe(0);
    await stranger.leave();
  });

  it.each(pages)('on %s', async (_, open) => {
    await screen.go('/whatsapp');
    await screen.page.getByRole('navigation').getByRole('listitem').first().waitFor();
    await open(screen);
    expect(await seriousIssues(screen)).toEqual([]);
    expect(await sidewaysScroll(screen)).toBe(0);
  });
});
