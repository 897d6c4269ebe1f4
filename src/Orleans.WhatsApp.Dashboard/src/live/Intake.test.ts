import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listMessages, readChat } from '~/api/chats';
import { keys } from '~/api/keys';
import { newQueryClient } from '~/api/queryClient';
import { ApiProblem } from '~/api/problem';
import type { Listing, WhatsAppChat, WhatsAppMessage } from '~/api/types';
import { chatsOf, type ChatPages } from '~/chats/cache/chatPages';
import { messagesOf, type MessagePages } from '~/chats/cache/messagePages';
import type { ChatChange } from './events';
import { Intake } from './Intake';

vi.mock('~/api/chats');

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});
afterEach(() => void vi.useRealTimers());

const list = keys.list({ view: 'all', search: '' });

const chat = (id: string, is_hidden = false, more: Partial<WhatsAppChat> = {}) =>
  ({ _id: id, mode: 'ai', epoch: 1, last_message_at: '2026-01-01T12:00:00.000Z', updatedAt: '2026-01-01T12:00:00.000Z', is_hidden, ...more }) as WhatsAppChat;

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

const tell = (intake: Intake, name: string, data: object) => intake.take({ name, id: '1', data: JSON.stringify(data) });
const pageOf = (...items: WhatsAppChat[]): ChatPages => ({ pages: [{ items, page: 1, limit: 100, total: items.length, next_cursor: null }], pageParams: [null] });
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** A query on the screen, whose answers the test gives one by one. */
function onScreen<T>(queries: QueryClient, queryKey: readonly unknown[]) {
  const answers: { give: (answer: T) => void; refuse: (cause: unknown) => void }[] = [];
  const queryFn = () => new Promise<T>((give, refuse) => answers.push({ give, refuse }));
  new QueryObserver(queries, { queryKey, queryFn, retry: false }).subscribe(() => {});
  return answers;
}

describe('a chat that cannot be read', () => {
  const told = async (...causes: unknown[]) => {
    causes.forEach((cause) => vi.mocked(readChat).mockRejectedValueOnce(cause));
    vi.mocked(readChat).mockResolvedValue(chat('a'));
    const queries = newQueryClient();
    const intake = new Intake(queries);
    tell(intake, 'chat', { _id: 'a', what: ['attention'] });
    await pass(100);
    return { intake, calls: () => vi.mocked(readChat).mock.calls.length };
  };

  it.each([
    ['the gateway has too much to do', new ApiProblem('too_many_requests', 429, '')],
    ['it cannot be reached', ApiProblem.offline()],
    ['it failed', new ApiProblem('internal_error', 500, '')],
  ])('is read a little later: %s', async (_, cause) => {
    const { calls } = await told(cause);
    expect(calls()).toBe(1);
    await pass(3_000);
    expect(calls()).toBe(2);
    await pass(60_000);
    expect(calls()).toBe(2);
  });

  it('is read when the gateway wants to be asked again, and so are the others', async () => {
    const { intake, calls } = await told(new ApiProblem('too_many_requests', 429, '', {}, 20_000));
    tell(intake, 'chat', { _id: 'b', what: ['attention'] });
    await pass(19_000);
    expect(calls()).toBe(1);
    await pass(1_500);
    expect(calls()).toBe(3);
  });

  it('is not asked for again where that is of no use', async () => {
    const { calls } = await told(new ApiProblem('forbidden', 403, ''));
    await pass(60_000);
    expect(calls()).toBe(1);
  });
});

it('many chats at once are one reading of the list, and another one where that fails', async () => {
  const queries = newQueryClient();
  const answers = onScreen<ChatPages>(queries, list);
  answers[0]!.give(pageOf(chat('a')));
  await pass(0);
  const intake = new Intake(queries);
  for (let number = 0; number < 30; number++) tell(intake, 'chat', { _id: String(number), what: ['attention'] });
  await pass(200);
  expect(readChat).not.toHaveBeenCalled();
  expect(answers).toHaveLength(2);
  answers[1]!.refuse(new ApiProblem('too_many_requests', 429, ''));
  await pass(3_100);
  expect(answers).toHaveLength(3);
  intake.stop();
});

describe('what is told while something is read', () => {
  const newer = chat('a', false, { mode: 'human', epoch: 2, updatedAt: '2026-01-01T12:01:00.000Z' });

  it.each([['that was there before', true], ['for the first time', false]])('is in the list and the chat %s, though their answers are older', async (_, wasThere) => {
    const queries = newQueryClient();
    vi.mocked(readChat).mockResolvedValue(newer);
    const [lists, chats] = [onScreen<ChatPages>(queries, list), onScreen<WhatsAppChat>(queries, keys.chat('a'))];
    const answer = async () => {
      lists.at(-1)!.give(pageOf(chat('a')));
      chats.at(-1)!.give(chat('a'));
      await pass(0);
    };
    if (wasThere) {
      await answer();
      void queries.invalidateQueries();
    }
    const intake = new Intake(queries);
    tell(intake, 'chat', { _id: 'a', what: ['mode'] });
    await pass(500);
    await answer();
    expect(chatsOf(queries.getQueryData(list)).map((one) => one.mode)).toEqual(['human']);
    expect(queries.getQueryData<WhatsAppChat>(keys.chat('a'))?.mode).toBe('human');
    intake.stop();
  });

  it('is read again where what is under way is no chat', async () => {
    const queries = newQueryClient();
    const answers = onScreen(queries, keys.timeline('a'));
    const intake = new Intake(queries);
    vi.mocked(readChat).mockResolvedValue(newer);
    tell(intake, 'chat', { _id: 'a', what: ['mode'] });
    await pass(500);
    expect(answers).toHaveLength(1);
    answers[0]!.give('old');
    await pass(0);
    expect(answers).toHaveLength(2);
    intake.stop();
  });

  it('is in the thread though another page of it was on its way', async () => {
    const queries = newQueryClient();
    const page = (...ids: string[]) => ({ items: ids.map((_id) => ({ _id }) as WhatsAppMessage), page: 1, limit: 50, total: 9, next_cursor: 'before' }) as Listing<WhatsAppMessage>;
    const answers = onScreen<MessagePages>(queries, keys.messages('a'));
    answers[0]!.give({ pages: [page('3')], pageParams: [null] });
    await pass(0);
    vi.mocked(readChat).mockResolvedValue(newer);
    vi.mocked(listMessages).mockResolvedValue(page('3', '4'));
    void queries.invalidateQueries({ queryKey: keys.messages('a') });
    const intake = new Intake(queries);
    tell(intake, 'chat', { _id: 'a', what: ['message'] });
    await pass(500);
    answers[1]!.give({ pages: [page('3'), page('1', '2')], pageParams: [null, 'before'] });
    await pass(500);
    expect(messagesOf(queries.getQueryData(keys.messages('a'))).map((one) => one._id)).toEqual(['1', '2', '3', '4']);
    intake.stop();
  });
});

describe('the stream that goes on where it was', () => {
  const resumed = { server_time: '2026-01-01T12:00:00.000Z', resumed_from: 7 };

  it('does not tell again who looks at a chat, so that is asked', async () => {
    const queries = newQueryClient();
    const [presence, stats] = [onScreen(queries, keys.presence('a')), onScreen(queries, keys.stats)];
    [presence, stats].forEach((answers) => answers[0]!.give({}));
    await pass(0);
    tell(new Intake(queries), 'hello', resumed);
    await pass(0);
    expect([presence.length, stats.length]).toEqual([2, 1]);
  });

  it('reads what could not be read while nobody could be reached, and nothing that was refused', async () => {
    const queries = newQueryClient();
    const [failed, refused] = [onScreen(queries, keys.stats), onScreen(queries, keys.users)];
    failed[0]!.refuse(ApiProblem.offline());
    refused[0]!.refuse(new ApiProblem('forbidden', 403, ''));
    await pass(0);
    tell(new Intake(queries), 'hello', resumed);
    await pass(0);
    expect([failed.length, refused.length]).toEqual([2, 1]);
  });
});

it('who is told to look at a chat stands, though it was asked before', async () => {
  const queries = newQueryClient();
  const answers = onScreen(queries, keys.presence('a'));
  tell(new Intake(queries), 'presence', { chat_id: 'a', people: [{ _id: 'ann' }] });
  answers[0]!.give({ people: [] });
  await pass(0);
  expect(queries.getQueryData(keys.presence('a'))).toEqual({ people: [{ _id: 'ann' }] });
});
