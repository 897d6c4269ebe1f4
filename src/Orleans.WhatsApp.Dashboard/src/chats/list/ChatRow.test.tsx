import { beforeEach, expect, it } from 'vitest';
import { ApiProblem } from '~/api/problem';
import type { WhatsAppChat } from '~/api/types';
import { forgetOutboxesOfOthers, outboxOf } from '~/chats/thread/outboxes';
import { rendered, wordsOf } from '~/testing/rendered';
import { ChatRow } from './ChatRow';

beforeEach(() => forgetOutboxesOfOthers(undefined));

const chat = {
  _id: 'one',
  contact_name: 'Ayşe',
  contact_phone: '',
  provider: 'meta',
  mode: 'human',
  session_status: 'idle',
  last_message_at: '1999-12-31T12:00:00Z',
  last_message_preview: 'Hello',
} as WhatsAppChat;
const words = () => wordsOf(rendered(<ChatRow chat={chat} isSelected={false} />));

it('says in which chat something was not sent', async () => {
  expect(words()).not.toContain('Not sent');
  const refuses = { userId: 'me', send: () => Promise.reject(ApiProblem.offline()), arrived: () => {}, notTaken: () => {} };
  await outboxOf('me').send(refuses, 'one', { text: 'Hello' }, 1);
  expect(words()).toContain('Not sent');
});
