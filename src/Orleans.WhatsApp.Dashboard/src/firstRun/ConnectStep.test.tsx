import { expect, it } from 'vitest';
import type { Channel, Provider } from '~/api/types';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import { ConnectStep } from './ConnectStep';

const way = (provider: Provider, is_configured: boolean): Channel =>
  channel({ provider, is_configured, status: 'disconnected', account_id: null, can: { ...channel().can, needs_account: provider !== 'unipile' } });
const shown = (...channels: Channel[]) => rendered(<ConnectStep />, { channels });
/** What stands open, and what is behind a line of its own. */
const parts = (markup: string) => [markup.replace(/<details.*<\/details>/s, ''), ...(markup.match(/<details.*?<\/details>/gs) ?? [])].map(wordsOf);

it('the first provider that can be reached stands open, the others behind a line each', () => {
  const [open, ...others] = parts(shown(way('unipile', false), way('meta', true), way('wappi', true)));
  expect(open).toMatch(/A number of the WhatsApp Business Platform.*Phone number ID/);
  expect(open).not.toContain('You get a code');
  expect(others.map((words) => /^Or by (\w+)/.exec(words)?.[1])).toEqual(['Wappi', 'Unipile']);
});

it('one that is linked by a code says so', () => {
  const [open, ...others] = parts(shown(way('unipile', true), way('meta', true)));
  expect(open).toMatch(/You get a code to scan.*Connect a number/);
  expect(others).toHaveLength(1);
});

it('where none can be reached, or nobody says, the order is the server’s', () => {
  const { is_configured: _, ...unsaid } = way('wappi', false);
  expect(parts(shown(unsaid as Channel, way('unipile', false)))[0]).toContain('Profile id');
});
