import type { QueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { WhatsAppChat } from '~/api/types';
import { later, withChat, type ChatPages } from './chatPages';
import { put } from './put';

/** Puts a chat as it was just read wherever the screen looks. What a search finds is the server's to say. */
export function showChat(queries: QueryClient, read: WhatsAppChat): void {
  put<WhatsAppChat>(queries, keys.chat(read._id), (known) => later(known, read));
  for (const query of queries.getQueryCache().findAll({ queryKey: keys.lists })) {
    const [, view, search] = query.queryKey as ReturnType<typeof keys.list>;
    if (search === '') put<ChatPages>(queries, query.queryKey, (known) => known && withChat(known, read, view));
  }
}
