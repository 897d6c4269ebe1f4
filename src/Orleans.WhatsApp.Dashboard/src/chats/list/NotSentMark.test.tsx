import { beforeEach, expect, it } from 'vitest';
import type { Sending } from '~/api/chats';
import { ApiProblem } from '~/api/problem';
import type { WhatsAppMessage } from '~/api/types';
import { forgetOutboxesOfOthers, outboxOf } from '~/chats/thread/outboxes';
import type { Carrier } from '~/chats/thread/outgoing';
import { rendered, wordsOf } from '~/testing/rendered';
import { NotSentMark } from './NotSentMark';

beforeEach(() => forgetOutboxesOfOthers(undefined));

const carrier = (send: (sending: Sending) => Promise<WhatsAppMessage>): Carrier => ({ userId: 'me', send: (_, sending) => send(sending), arrived: () => {}, notTaken: () => {} });
const refuses = carrier(() => Promise.reject(ApiProblem.offline()));
const marks = () => ['one', 'two'].map((chat) => wordsOf(rendered(<NotSentMark chatId={chat} />)));

it('marks the chat in which something was not taken, until it is discarded', async () => {
  const outbox = outboxOf('me');
  await outbox.send(refuses, 'one', { text: 'Hello' }, 1);
  expect(marks()).toEqual(['Not sent', '']);
  outbox.discard(outbox.of('one')[0]!);
  expect(marks()).toEqual(['', '']);
});

it('does not mark what is on its way', async () => {
  const sending = outboxOf('me').send(carrier(() => new Promise(() => {})), 'one', { text: 'Hello' }, 1);
  expect(marks()).toEqual(['', '']);
  void sending;
});
