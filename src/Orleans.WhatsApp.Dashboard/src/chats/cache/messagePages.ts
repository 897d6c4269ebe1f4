import type { InfiniteData } from '@tanstack/react-query';
import type { Listing, WhatsAppMessage } from '~/api/types';

/** The first page holds the newest messages; within a page the oldest come first. */
export type MessagePages = InfiniteData<Listing<WhatsAppMessage>, string | null>;

/** Oldest first. */
export function messagesOf(data: MessagePages | undefined): WhatsAppMessage[] {
  return data?.pages.toReversed().flatMap((page) => page.items) ?? [];
}

/** What is known, with the newest page as it is now. Where the two do not meet, something was missed, and only the newest is kept. */
export function withNewest(data: MessagePages | undefined, newest: Listing<WhatsAppMessage>): MessagePages {
  const [first, ...older] = data?.pages ?? [];
  const oldestOfNewest = newest.items[0];
  const meets = first?.items.some((known) => newest.items.some((message) => message._id === known._id)) ?? false;
  if (!data || !first || !oldestOfNewest || !meets || newest.next_cursor === null) return { pages: [newest], pageParams: [null] };

  // What is older than the newest page stays; what it does not show any more was withdrawn.
  const before = first.items.slice(0, first.items.findIndex((known) => known._id === oldestOfNewest._id));
  return { ...data, pages: [{ ...newest, items: [...before, ...newest.items], next_cursor: first.next_cursor }, ...older] };
}

/** With a message that was sent from here, before any event has told of it. */
export function withMessage(data: MessagePages | undefined, message: WhatsAppMessage): MessagePages | undefined {
  const [first, ...older] = data?.pages ?? [];
  if (!data || !first) return data;
  const isKnown = first.items.some((known) => known._id === message._id);
  return { ...data, pages: [{ ...first, items: isKnown ? first.items : [...first.items, message] }, ...older] };
}
