import { expect, it } from 'vitest';
import type { WhatsAppMessage } from '~/api/types';
import { threadItems } from './threadItems';

const message = (id: number, session: string | null, sender = 'contact', day = '01') =>
  ({ _id: String(id), session_id: session, sender, sender_name: sender, createdAt: `2026-01-${day}T12:00:0${id}Z` }) as WhatsAppMessage;
const shape = (...messages: WhatsAppMessage[]) =>
  threadItems(messages, (at) => at.slice(0, 10)).map((item) => (item.kind === 'message' ? `${item.message._id}${item.isFirstOfSender ? '!' : ''}` : item.kind));

it('a line wherever another session begins', () =>
  expect(shape(message(1, 'a'), message(2, 'a'), message(3, 'b'))).toEqual(['day', 'session', '1!', '2', 'session', '3!']));

it('a line where a session ends and nobody’s time begins', () => expect(shape(message(1, 'a'), message(2, null))).toEqual(['day', 'session', '1!', 'session', '2!']));

it('no line for a chat that begins outside any session', () => expect(shape(message(1, null))).toEqual(['day', '1!']));

it('a line for each day', () => expect(shape(message(1, 'a'), message(2, 'a', 'contact', '02'))).toEqual(['day', 'session', '1!', 'day', '2!']));

it('the speaker is named once in a row', () =>
  expect(shape(message(1, 'a'), message(2, 'a', 'ai'), message(3, 'a', 'ai'))).toEqual(['day', 'session', '1!', '2!', '3']));
