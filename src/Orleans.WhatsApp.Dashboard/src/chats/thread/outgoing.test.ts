import { afterEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '~/api/problem';
import type { Sending } from '~/api/chats';
import type { WhatsAppMessage } from '~/api/types';
import { Outbox, type Carrier } from './outgoing';

afterEach(() => void vi.unstubAllGlobals());

const arrived = (sending: Sending) => ({ _id: sending.client_message_id, text: sending.text }) as WhatsAppMessage;
const moved = (epoch: number, user: string | null) =>
  new ApiProblem('speaker_moved', 409, '', { epoch, moved_by: 'operator', moved_by_user: user && { _id: user, name: 'Ann' }, moved_at: '2026-01-01T12:00:00Z' });

/** A gateway that keeps what it took, and refuses what it is told to. */
function gateway(...refusals: (Error | null)[]) {
  const [sent, shown, notTaken]: [Sending[], string[], string[]] = [[], [], []];
  const carrier: Carrier = {
    userId: 'me',
    async send(_, sending) {
      sent.push(sending);
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return arrived(sending);
    },
    arrived: (message) => shown.push(message.text),
    notTaken: (chatId) => notTaken.push(chatId),
  };
  return { carrier, sent, shown, notTaken };
}

it('shows a message at once, and the server’s in its place when it has arrived', async () => {
  const [outbox, { carrier, sent, shown }] = [new Outbox(), gateway()];
  const sending = outbox.send(carrier, 'chat', { text: 'hello' }, 4);
  expect(outbox.of('chat').map((one) => [one.written.text, one.state.kind])).toEqual([['hello', 'sending']]);
  await sending;
  expect(outbox.of('chat')).toEqual([]);
  expect(shown).toEqual(['hello']);
  expect(sent[0]?.expected_epoch).toBe(4);
});

it('sends from a page that came by plain http as well, which makes no UUIDs', async () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const [outbox, { carrier, sent }] = [new Outbox(), gateway()];
  await Promise.all([outbox.send(carrier, 'chat', { text: 'one' }, 1), outbox.send(carrier, 'chat', { text: 'two' }, 1)]);
  expect(new Set(sent.map((one) => one.client_message_id)).size).toBe(2);
});

it('sends one after the other', async () => {
  const [outbox, { carrier, shown }] = [new Outbox(), gateway()];
  await Promise.all([outbox.send(carrier, 'chat', { text: 'one' }, 1), outbox.send(carrier, 'chat', { text: 'two' }, 1)]);
  expect(shown).toEqual(['one', 'two']);
});

it('tries again under the same id, so that nothing goes out twice', async () => {
  const [outbox, { carrier, sent }] = [new Outbox(), gateway(ApiProblem.offline())];
  await outbox.send(carrier, 'chat', { text: 'hello' }, 1);
  const [failed] = outbox.of('chat');
  expect(failed?.state.kind).toBe('failed');
  await outbox.again(carrier, failed!, 1);
  expect(sent[1]?.client_message_id).toBe(sent[0]?.client_message_id);
  expect(outbox.of('chat')).toEqual([]);
});

it('asks when somebody else has acted meanwhile, and sends with the new epoch when told to', async () => {
  const [outbox, { carrier, sent }] = [new Outbox(), gateway(moved(7, 'ann'))];
  await outbox.send(carrier, 'chat', { text: 'hello' }, 6);
  const [held] = outbox.of('chat');
  expect(held?.state).toMatchObject({ kind: 'moved', moved: { name: 'Ann', epoch: 7 } });
  await outbox.again(carrier, held!, 7);
  expect(sent.map((one) => one.expected_epoch)).toEqual([6, 7]);
});

it.each([
  ['failed', ApiProblem.offline()],
  ['moved', moved(7, 'ann')],
])('says of which chat a message is %s: its writer may have left it', async (_, refusal) => {
  const [outbox, { carrier, notTaken }] = [new Outbox(), gateway(refusal)];
  await outbox.send(carrier, 'chat', { text: 'hello' }, 6);
  expect(notTaken).toEqual(['chat']);
  await outbox.again(carrier, outbox.of('chat')[0]!, 7);
  expect(notTaken).toEqual(['chat']);
});

it('does not ask about one’s own action', async () => {
  const [outbox, { carrier, sent, shown, notTaken }] = [new Outbox(), gateway(moved(7, 'me'))];
  await outbox.send(carrier, 'chat', { text: 'hello' }, 6);
  expect(sent.map((one) => one.expected_epoch)).toEqual([6, 7]);
  expect(shown).toEqual(['hello']);
  expect(notTaken).toEqual([]);
});

it('lets go of what is discarded', async () => {
  const [outbox, { carrier }] = [new Outbox(), gateway(ApiProblem.offline())];
  await outbox.send(carrier, 'chat', { text: 'hello' }, 1);
  outbox.discard(outbox.of('chat')[0]!);
  expect(outbox.of('chat')).toEqual([]);
});

it('sends what is more than text as it was made', async () => {
  const [outbox, { carrier, sent }] = [new Outbox(), gateway(ApiProblem.offline())];
  const content = { kind: 'template', name: 'hello', language: 'tr', parameters: [] } as const;
  await outbox.send(carrier, 'chat', { content }, 1);
  await outbox.again(carrier, outbox.of('chat')[0]!, 1);
  expect(sent.map((one) => one.content)).toEqual([content, content]);
});
