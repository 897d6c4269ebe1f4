import { QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listMessages } from '~/api/chats';
import { keys } from '~/api/keys';
import { ApiProblem } from '~/api/problem';
import { newQueryClient } from '~/api/queryClient';
import type { DeliveryStatus, Listing, WhatsAppMessage } from '~/api/types';
import { messagesOf, type MessagePages } from '~/chats/cache/messagePages';
import { Threads } from './Threads';

vi.mock('~/api/chats', { spy: true });

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** A gateway with a long chat; message 1 is the oldest. */
function gateway(messages: number) {
  const statuses = new Map<number, DeliveryStatus>();
  const message = (id: number) => ({ _id: String(id), delivery_status: statuses.get(id) ?? 'accepted' }) as WhatsAppMessage;
  const page = (end: number, limit: number): Listing<WhatsAppMessage> => {
    const begin = Math.max(end - limit, 0);
    return { items: Array.from({ length: end - begin }, (_, place) => message(begin + place + 1)), page: 1, limit, total: messages, next_cursor: begin > 0 ? String(begin) : null };
  };
  vi.mocked(listMessages).mockImplementation(async (_, cursor, limit = 50) => page(cursor === null ? messages : Number(cursor), limit));
  return { page, become: (id: number, status: DeliveryStatus) => statuses.set(id, status) };
}

/** The chat's thread on the screen, gone back to so many pages. */
function thread({ page }: ReturnType<typeof gateway>, messages: number, pages: number) {
  const queries = newQueryClient();
  const shown = Array.from({ length: pages }, (_, number) => page(messages - number * 50, 50));
  const data: MessagePages = { pages: shown, pageParams: [null, ...shown.slice(0, -1).map((one) => one.next_cursor)] };
  queries.setQueryData(keys.messages('a'), data);
  new QueryObserver(queries, { queryKey: keys.messages('a'), queryFn: () => data }).subscribe(() => {});
  const threads = new Threads(queries, () => Promise.resolve());
  const pagesNow = () => queries.getQueryData<MessagePages>(keys.messages('a'))!;
  const statusOf = (id: number) => messagesOf(pagesNow()).find((one) => one._id === String(id))?.delivery_status;
  return { threads, statusOf, pagesNow };
}

const readings = () => vi.mocked(listMessages).mock.calls.map(([, cursor, limit]) => [cursor, limit ?? 50]);

it('what has become of a message far back is shown, and the thread stays as long as it was', async () => {
  const far = gateway(400);
  const { threads, statusOf, pagesNow } = thread(far, 400, 3);
  far.become(260, 'read');
  far.become(399, 'failed');
  threads.takeFate('a');
  await pass(100);
  expect([statusOf(399), statusOf(260)]).toEqual(['failed', 'accepted']);
  await pass(2_500);
  expect([statusOf(399), statusOf(260)]).toEqual(['failed', 'read']);
  expect(pagesNow().pages.map((one) => one.items.length)).toEqual([50, 50, 50]);
});

it('many events are one reading of what lies further back, and of no more than is shown', async () => {
  const far = gateway(400);
  const { threads } = thread(far, 400, 3);
  for (let told = 0; told < 10; told++) {
    threads.takeFate('a');
    await pass(100);
  }
  await pass(10_000);
  expect(readings().filter(([cursor]) => cursor !== null)).toEqual([['350', 200]]);
});

it('goes on until all that is shown has been read', async () => {
  const far = gateway(400);
  const { threads, statusOf } = thread(far, 400, 6);
  far.become(101, 'delivered');
  threads.takeFate('a');
  await pass(3_000);
  expect(statusOf(101)).toBe('delivered');
  expect(readings().slice(1)).toEqual([[null, 50], ['350', 200], ['150', 200]]);
});

it('where only the newest are shown, and where a message is new, nothing further back is read', async () => {
  const { threads } = thread(gateway(400), 400, 1);
  threads.takeFate('a');
  await pass(5_000);
  expect(readings()).toEqual([[null, 50]]);
  const back = thread(gateway(400), 400, 3);
  back.threads.takeMessage('a');
  await pass(5_000);
  expect(readings()).toEqual([[null, 50], [null, 50]]);
});

it('what could not be read is read a little later', async () => {
  const far = gateway(400);
  const { threads, statusOf } = thread(far, 400, 2);
  far.become(310, 'read');
  const answer = vi.mocked(listMessages).getMockImplementation()!;
  let isAway = true;
  vi.mocked(listMessages).mockImplementation(async (...asked) => {
    if (isAway && asked[1] !== null) throw ApiProblem.offline();
    return answer(...asked);
  });
  threads.takeFate('a');
  await pass(3_000);
  expect(statusOf(310)).toBe('accepted');
  isAway = false;
  await pass(4_000);
  expect(statusOf(310)).toBe('read');
});

it('stops when nobody follows any more', async () => {
  const { threads } = thread(gateway(400), 400, 3);
  threads.takeFate('a');
  threads.stop();
  await pass(5_000);
  expect(readings()).toEqual([]);
});
