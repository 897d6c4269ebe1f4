import { describe, expect, it } from 'vitest';
import type { Listing, WhatsAppMessage } from '~/api/types';
import { messagesOf, withMessage, withNewest, withReadings, type MessagePages } from './messagePages';

const message = (id: number, status = 'received') => ({ _id: String(id), text: `text ${id}`, delivery_status: status }) as WhatsAppMessage;
const page = (ids: number[], next: string | null): Listing<WhatsAppMessage> => ({ items: ids.map((id) => message(id)), page: 1, limit: 3, total: 9, next_cursor: next });
const data = (...pages: Listing<WhatsAppMessage>[]): MessagePages => ({ pages, pageParams: pages.map(() => null) });
const ids = (pages: MessagePages | undefined) => messagesOf(pages).map((one) => Number(one._id));

describe('withNewest', () => {
  const known = data(page([4, 5, 6], 'before 4'), page([1, 2, 3], null));

  it('adds what is new and keeps what is older', () => expect(ids(withNewest(known, page([6, 7, 8], 'before 6')))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]));

  it('goes on from where the older pages ended', () => expect(withNewest(known, page([5, 6, 7], 'before 5')).pages[0]?.next_cursor).toBe('before 4'));

  it('takes over what has become of a message', () => {
    const newest = { ...page([4, 5, 6], 'before 4'), items: [message(4), message(5), message(6, 'read')] };
    expect(messagesOf(withNewest(known, newest)).at(-1)?.delivery_status).toBe('read');
  });

  it('drops what was withdrawn', () => expect(ids(withNewest(known, page([4, 6, 7], 'before 4')))).toEqual([1, 2, 3, 4, 6, 7]));

  it('keeps only the newest where a gap would be hidden', () => expect(ids(withNewest(known, page([20, 21, 22], 'before 20')))).toEqual([20, 21, 22]));

  it('keeps only the newest where nothing but one’s own message is common to both', () => {
    const sent = withMessage(known, message(30));
    expect(ids(withNewest(sent, page([28, 29, 30], 'before 28')))).toEqual([28, 29, 30]);
  });

  it('shows each message once where the newest page reaches further back than what was known as such', () => {
    const next = withNewest(known, page([3, 4, 5], 'before 3'));
    expect(ids(next)).toEqual([1, 2, 3, 4, 5]);
    expect(next.pages.at(-1)?.next_cursor).toBeNull();
    expect(next.pageParams).toHaveLength(next.pages.length);
  });

  it('shows a message once that has come to stand elsewhere', () => expect(ids(withNewest(known, page([5, 4, 6], 'before 5')))).toEqual([1, 2, 3, 5, 4, 6]));

  it('is the whole chat where nothing comes before it', () => expect(ids(withNewest(known, page([1, 2], null)))).toEqual([1, 2]));

  it('begins with it where nothing is known', () => expect(ids(withNewest(undefined, page([1], null)))).toEqual([1]));
});

describe('withMessage', () => {
  it('shows a sent message once, though its event may have come first', () => {
    const once = withMessage(data(page([1, 2], null)), message(3));
    expect(ids(withMessage(once, message(3)))).toEqual([1, 2, 3]);
  });

  it('waits where the chat has not been read', () => expect(withMessage(undefined, message(1))).toBeUndefined());
});

describe('withReadings', () => {
  const known = data(page([4, 5, 6], 'before 4'), page([1, 2, 3], 'before 1'));

  it('takes over what has become of messages on any page, and leaves the pages as they were cut', () => {
    const next = withReadings(known, [message(2, 'read'), message(5, 'failed')])!;
    expect(messagesOf(next).map((one) => one.delivery_status)).toEqual(['received', 'read', 'received', 'received', 'failed', 'received']);
    expect(next.pages.map((one) => one.next_cursor)).toEqual(['before 4', 'before 1']);
  });

  it('shows nothing that was not there', () => expect(ids(withReadings(known, [message(0), message(3)]))).toEqual([1, 2, 3, 4, 5, 6]));
});
