import { beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '~/api/problem';
import type { Sending } from '~/api/chats';
import type { WhatsAppMessage } from '~/api/types';
import type { Carrier } from './outgoing';

beforeEach(() => sessionStorage.removeItem('unsent'));

/** The modules as a page that was loaded anew has them. */
const loaded = () => {
  vi.resetModules();
  return import('./outboxes');
};

function carrier(answer: () => Promise<WhatsAppMessage>) {
  const sent: Sending[] = [];
  const of: Carrier = { userId: 'ann', send: (_, sending) => (sent.push(sending), answer()), arrived: () => {}, notTaken: () => {} };
  return { of, sent };
}
const refuses = () => carrier(() => Promise.reject(ApiProblem.offline()));
const takes = () => carrier(async () => ({}) as WhatsAppMessage);

it('what could not be sent is there after the page is loaded again, and sent once under the same id', async () => {
  const [away, there] = [refuses(), takes()];
  await (await loaded()).outboxOf('ann').send(away.of, 'chat', { text: 'Hello' }, 1);
  const outbox = (await loaded()).outboxOf('ann');
  const [failed] = outbox.of('chat');
  expect(failed).toMatchObject({ written: { text: 'Hello' }, state: { kind: 'failed' } });
  await outbox.again(there.of, failed!, 4);
  expect(there.sent).toEqual([{ text: 'Hello', client_message_id: away.sent[0]!.client_message_id, expected_epoch: 4 }]);
  expect((await loaded()).outboxOf('ann').of('chat')).toEqual([]);
});

it('what is discarded stays so', async () => {
  const outbox = (await loaded()).outboxOf('ann');
  await outbox.send(refuses().of, 'chat', { text: 'Hello' }, 1);
  outbox.discard(outbox.of('chat')[0]!);
  expect((await loaded()).outboxOf('ann').of('chat')).toEqual([]);
});

it('of a user who has signed out nothing is kept, though an answer comes after that', async () => {
  const { outboxOf, forgetOutboxesOfOthers } = await loaded();
  const [late, refuse] = [carrier(() => new Promise((_, fail) => refuse.push(fail))), [] as ((cause: unknown) => void)[]];
  const sending = outboxOf('ann').send(late.of, 'chat', { text: 'Secret' }, 1);
  await vi.waitFor(() => expect(refuse).toHaveLength(1));
  forgetOutboxesOfOthers(undefined);
  refuse[0]!(ApiProblem.offline());
  await sending;
  expect(sessionStorage.getItem('unsent')).toBeNull();
  expect(outboxOf('ann').of('chat')).toEqual([]);
});
