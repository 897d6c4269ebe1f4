import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readChat } from '~/api/chats';
import { keys } from '~/api/keys';
import { newQueryClient } from '~/api/queryClient';
import type { WhatsAppChat } from '~/api/types';
import { chatsOf, type ChatPages } from '~/chats/cache/chatPages';
import type { ChatChange } from './events';
import { Intake } from './Intake';

vi.mock('~/api/chats');

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const list = keys.list({ view: 'all', search: '' });

const chat = (id: string, is_hidden: boolean) =>
  ({ _id: id, mode: 'ai', epoch: 1, last_message_at: '2026-01-01T12:00:00.000Z', updatedAt: '2026-01-01T12:00:00.000Z', is_hidden }) as WhatsAppChat;

/** A list on the screen, an event of a chat that reads as the server has it, and the time that it takes. */
async function told(what: ChatChange, shown: WhatsAppChat[], read: WhatsAppChat) {
  const queries = newQueryClient();
  queries.setQueryData<ChatPages>(list, { pages: [{ items: shown, page: 1, limit: 100, total: shown.length, next_cursor: null }], pageParams: [null] });
  queries.setQueryData(keys.stats, {});
  vi.mocked(readChat).mockResolvedValue(read);
  const intake = new Intake(queries);
  intake.take({ name: 'chat', id: '1', data: JSON.stringify({ _id: read._id, what: [what] }) });
  await vi.advanceTimersByTimeAsync(2_000);
  intake.stop();
  return { ids: chatsOf(queries.getQueryData(list)).map((one) => one._id), areCountsOld: queries.getQueryState(keys.stats)?.isInvalidated };
}

describe('a hidden chat', () => {
  it('goes from the list when it is hidden, and is not counted any more', async () =>
    expect(await told('hidden', [chat('a', false), chat('b', false)], chat('b', true))).toEqual({ ids: ['a'], areCountsOld: true }));

  it('is in the list when it is shown again', async () => expect((await told('hidden', [chat('a', false)], chat('b', false))).ids).toEqual(['a', 'b']));

  it.each(['new', 'message', 'status', 'session', 'mode', 'attention', 'contact'] as const)('does not come into the list by what else is told of it: %s', async (what) =>
    expect((await told(what, [chat('a', false)], chat('b', true))).ids).toEqual(['a']));
});
