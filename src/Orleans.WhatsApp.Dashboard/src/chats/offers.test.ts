import { expect, it } from 'vitest';
import type { WhatsAppChat } from '~/api/types';
import { mayBegin, mayWrite, offersOf } from './offers';

const chat = (more: Partial<WhatsAppChat>) =>
  ({ mode: 'ai', session_status: 'idle', session_started_at: null, session_resolved_by: null, window_closes_at: null, ...more }) as WhatsAppChat;

it.each([
  ['a closed chat can only be reopened', chat({ mode: 'closed' }), ['reopen']],
  ['a waiting chat can be taken, given to the AI, or given more time', chat({ mode: 'human', session_status: 'waiting' }), ['answerNow', 'extendGrace', 'takeOver', 'close']],
  ['a person’s chat can be given back, with an answer now or later', chat({ mode: 'human', session_started_at: 'then' }), ['release', 'releaseNow', 'close']],
  ['the AI’s chat can be taken over', chat({ session_started_at: 'then' }), ['takeOver', 'close']],
  ['a chat without a session cannot be taken over', chat({}), ['close']],
  ['nor one whose session is resolved', chat({ session_started_at: 'then', session_resolved_by: 'timeout' }), ['close']],
])('%s', (_, of, offers) => expect(offersOf(of)).toEqual(offers));

it('people write in human mode only, the grace period included', () => {
  expect(mayWrite(chat({ mode: 'human', session_status: 'waiting' }))).toBe(true);
  expect(mayWrite(chat({ mode: 'human' }))).toBe(true);
  expect(mayWrite(chat({}))).toBe(false);
  expect(mayWrite(chat({ mode: 'closed' }))).toBe(false);
});

it('where the contact’s window has closed, no answer of the AI is asked for', () => {
  const window_closes_at = '2020-01-01T12:00:00Z';
  expect(offersOf(chat({ mode: 'human', session_status: 'waiting', window_closes_at }))).toEqual(['extendGrace', 'takeOver', 'close']);
  expect(offersOf(chat({ mode: 'human', session_started_at: 'then', window_closes_at }))).toEqual(['release', 'close']);
});

it('the business begins only where nobody waits and nobody has the word', () => {
  expect(mayBegin(chat({}))).toBe(true);
  expect(mayBegin(chat({ session_started_at: 'then', session_resolved_by: 'timeout' }))).toBe(true);
  expect(mayBegin(chat({ mode: 'closed' }))).toBe(true);
  expect(mayBegin(chat({ session_started_at: 'then' }))).toBe(false);
  expect(mayBegin(chat({ mode: 'human' }))).toBe(false);
});
