import { expect, it } from 'vitest';
import type { WhatsAppChat } from '~/api/types';
import { mayWrite, offersOf } from './offers';

const chat = (more: Partial<WhatsAppChat>) =>
  ({ mode: 'ai', session_status: 'idle', session_started_at: null, session_resolved_by: null, ...more }) as WhatsAppChat;

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
