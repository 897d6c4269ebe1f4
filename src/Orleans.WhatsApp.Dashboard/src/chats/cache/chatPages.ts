import type { InfiniteData } from '@tanstack/react-query';
import type { Listing, WhatsAppChat } from '~/api/types';
import { isInView, type View } from '~/chats/filter';

export type ChatPages = InfiniteData<Listing<WhatsAppChat>, string | null>;

export function chatsOf(data: ChatPages | undefined): WhatsAppChat[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Of two readings of one chat, the later one. Answers may overtake each other. */
export function later(known: WhatsAppChat | undefined, read: WhatsAppChat): WhatsAppChat {
  return known && (known.updatedAt > read.updatedAt || known.epoch > read.epoch) ? known : read;
}

/**
 * The list with one chat as it is now: where its last message puts it, or gone if it is not of the view any more. What lies beyond the last page that
 * was read stays unread.
 */
export function withChat(data: ChatPages, read: WhatsAppChat, view: View): ChatPages {
  const known = chatsOf(data).find((chat) => chat._id === read._id);
  const chat = later(known, read);
  const pages = data.pages.map((page) => (page.items.some((one) => one._id === chat._id) ? { ...page, items: page.items.filter((one) => one._id !== chat._id) } : page));
  const belongs = isInView(chat, view);
  const total = (data.pages[0]?.total ?? 0) + Number(belongs) - Number(known !== undefined);
  if (belongs) insert(pages, chat);
  return { ...data, pages: pages.map((page) => ({ ...page, total })) };
}

export function withoutChat(data: ChatPages, id: string): ChatPages {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((chat) => chat._id !== id) })) };
}

function insert(pages: Listing<WhatsAppChat>[], chat: WhatsAppChat): void {
  for (const [number, page] of pages.entries()) {
    const place = page.items.findIndex((other) => isBefore(chat, other));
    const isEnd = number === pages.length - 1 && page.next_cursor === null;
    if (place < 0 && !isEnd) continue;
    pages[number] = { ...page, items: place < 0 ? [...page.items, chat] : page.items.toSpliced(place, 0, chat) };
    return;
  }
}

function isBefore(one: WhatsAppChat, other: WhatsAppChat): boolean {
  return one.last_message_at > other.last_message_at;
}
