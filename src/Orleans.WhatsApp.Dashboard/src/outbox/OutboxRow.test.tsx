import { expect, it } from 'vitest';
import type { OutboxItem } from '~/api/types';
import { rendered, wordsOf } from '~/testing/rendered';
import { OutboxRow } from './OutboxRow';

const item = (more: Partial<OutboxItem>): OutboxItem => ({
  _id: 'o',
  chat_id: 'c',
  contact_name: 'Deniz',
  text: 'Hello',
  content: null,
  status: 'waiting',
  code: null,
  remedy: 'none',
  provider: 'wappi',
  at: '2026-01-01T12:00:00Z',
  not_before: null,
  ...more,
});
const shown = (more: Partial<OutboxItem>) => rendered(<OutboxRow item={item(more)} />);

it('leads to the chat', () => expect(shown({})).toContain('href="/whatsapp/c"'));

it.each([
  ['waiting', 'On its way', 'It goes out by itself.'],
  ['withheld', 'Held back', 'What the business begins by itself is switched off on this channel.'],
  ['unclear', 'Unclear', 'Maybe sent.'],
  ['failed', 'Not sent', 'It was not sent.'],
] as const)('%s is said in words', (status, badge, why) => expect(wordsOf(shown({ status }))).toMatch(new RegExp(`Deniz ${badge} Wappi .*Hello ${why}`)));

it('a failure says what can be done', () => expect(wordsOf(shown({ status: 'failed', code: '131026', remedy: 'check_number' }))).toMatch(/cannot be reached on WhatsApp\. Check it\. \(\s?131026/));

it('what has its time says when it goes', () => expect(wordsOf(shown({ not_before: '2099-01-01T14:35:00Z' }))).toContain('14:35'));
