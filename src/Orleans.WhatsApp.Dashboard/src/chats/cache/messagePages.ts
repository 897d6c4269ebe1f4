import type { InfiniteData } from '@tanstack/react-query';
import type { Listing, WhatsAppMessage } from '~/api/types';

/** The first page holds the newest messages; within a page the oldest come first. */
export type MessagePages = InfiniteData<Listing<WhatsAppMessage>, string | null>;

/** Oldest first. */
export function messagesOf(data: MessagePages | undefined): WhatsAppMessage[] {
  return data?.pages.toReversed().flatMap((page) => page.items) ?? [];
}

/** What is known, with the newest page as it is now. Where its oldest message is not known, something was missed, and only the newest is kept. */
export function withNewest(data: MessagePages | undefined, newest: Listing<WhatsAppMessage>): MessagePages {
  const oldest = newest.items[0]?._id;
  const meeting = data?.pages.findIndex((page) => page.items.some((known) => known._id === oldest)) ?? -1;
  const met = data?.pages[meeting];
  if (!data || !met || newest.next_cursor === null) return { pages: [newest], pageParams: [null] };

  // What is older than the newest page stays; from there on, what it does not show any more was withdrawn, and what it shows stands nowhere else.
  const shown = new Set(newest.items.map((message) => message._id));
  const before = met.items.slice(0, met.items.findIndex((known) => known._id === oldest)).filter((known) => !shown.has(known._id));
  return {
    pages: [{ ...newest, items: [...before, ...newest.items], next_cursor: met.next_cursor }, ...data.pages.slice(meeting + 1)],
    pageParams: [null, ...data.pageParams.slice(meeting + 1)],
  };
}

/** With a message that was sent from here, before any event has told of it. */
export function withMessage(data: MessagePages | undefined, message: WhatsAppMessage): MessagePages | undefined {
  const [first, ...older] = data?.pages ?? [];
  if (!data || !first) return data;
  const isKnown = first.items.some((known) => known._id === message._id);
  return { ...data, pages: [{ ...first, items: isKnown ? first.items : [...first.items, message] }, ...older] };
}

/** With what has become of messages, wherever they stand. Those that are not known stay so: they belong to a page that nobody has asked for. */
export function withReadings(data: MessagePages | undefined, read: readonly WhatsAppMessage[]): MessagePages | undefined {
  const now = new Map(read.map((message) => [message._id, message]));
  return data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map((known) => now.get(known._id) ?? known) })) };
}
