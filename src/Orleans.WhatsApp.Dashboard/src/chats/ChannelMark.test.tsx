import { expect, it } from 'vitest';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import { ChannelMark } from './ChannelMark';

const shown = (...linked: (string | null)[]) =>
  wordsOf(rendered(<ChannelMark provider="meta" />, { channels: linked.map((account_id, place) => channel({ provider: place === 0 ? 'meta' : 'wappi', account_id })) }));

it('says by which channel a chat comes, where several are linked', () => expect(shown('a', 'b')).toBe('M By Meta'));

it('says nothing where there is only one', () => {
  expect(shown('a')).toBe('');
  expect(shown('a', null)).toBe('');
});
