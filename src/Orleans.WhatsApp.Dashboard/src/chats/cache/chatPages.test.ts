import { describe, expect, it } from 'vitest';
import type { WhatsAppChat } from '~/api/types';
import { views } from '~/chats/filter';
import { chatsOf, later, withChat, withoutChat, type ChatPages } from './chatPages';

const chat = (id: string, minute: number, more: Partial<WhatsAppChat> = {}) =>
  ({
    _id: id,
    mode: 'ai',
    session_status: 'idle',
    needs_attention: false,
    is_hidden: false,
    epoch: 1,
    last_message_at: `2026-01-01T12:${String(minute).padStart(2, '0')}:00.000Z`,
    updatedAt: '2026-01-01T12:00:00.000Z',
    ...more,
  }) as WhatsAppChat;

const pages = (...lists: WhatsAppChat[][]): ChatPages => ({
  pages: lists.map((items, number) => ({ items, page: 1, limit: 2, total: 4, next_cursor: number === lists.length - 1 ? null : 'next' })),
  pageParams: lists.map(() => null),
});

const ids = (data: ChatPages) => chatsOf(data).map((one) => one._id);

describe('withChat', () => {
  const list = pages([chat('a', 9), chat('b', 8)], [chat('c', 7), chat('d', 6)]);

  it('moves a chat with a new message to the top, and shows it once', () => expect(ids(withChat(list, chat('d', 10), 'all'))).toEqual(['d', 'a', 'b', 'c']));

  it('puts a new chat in its place and counts it', () => {
    const next = withChat(list, chat('x', 7, { last_message_at: '2026-01-01T12:07:30.000Z' }), 'all');
    expect(ids(next)).toEqual(['a', 'b', 'x', 'c', 'd']);
    expect(next.pages.map((page) => page.total)).toEqual([5, 5]);
  });

  it('takes a chat out that is not of the view any more', () => {
    const next = withChat(list, chat('b', 8, { mode: 'closed' }), 'ai');
    expect(ids(next)).toEqual(['a', 'c', 'd']);
    expect(next.pages[0]?.total).toBe(3);
  });

  it('takes a hidden chat out of every view, and puts none in', () => {
    const hidden = { mode: 'ai', session_status: 'waiting', needs_attention: true, is_hidden: true } as const;
    for (const view of views) {
      expect(ids(withChat(list, chat('b', 8, hidden), view))).toEqual(['a', 'c', 'd']);
      const next = withChat(list, chat('x', 10, hidden), view);
      expect(ids(next)).toEqual(['a', 'b', 'c', 'd']);
      expect(next.pages[0]?.total).toBe(4);
    }
  });

  it('leaves an old chat to the page that has not been read', () => {
    const beginning: ChatPages = { pages: [{ items: [chat('a', 9)], page: 1, limit: 1, total: 2, next_cursor: 'next' }], pageParams: [null] };
    expect(ids(withChat(beginning, chat('old', 1), 'all'))).toEqual(['a']);
  });

  it('does not go back to an older reading that was overtaken', () => {
    const taken = pages([chat('a', 9, { mode: 'human', epoch: 2, updatedAt: '2026-01-01T12:05:00.000Z' })]);
    expect(chatsOf(withChat(taken, chat('a', 9), 'all'))[0]?.mode).toBe('human');
  });
});

it('later prefers what was changed later', () => {
  const [old, young] = [chat('a', 1), chat('a', 1, { updatedAt: '2026-01-01T13:00:00.000Z' })];
  expect(later(old, young)).toBe(young);
  expect(later(young, old)).toBe(young);
  expect(later(undefined, old)).toBe(old);
});

it('withoutChat removes it wherever it is', () => expect(ids(withoutChat(pages([chat('a', 2)], [chat('b', 1)]), 'b'))).toEqual(['a']));
