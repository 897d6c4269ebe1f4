import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listChats, readChat, readStats } from '~/api/chats';
import { keys } from '~/api/keys';
import { chatsOf, type ChatPages } from './cache/chatPages';
import type { ChatFilter } from './filter';

/** The chats of a view, newest message first, as far as they have been scrolled to. */
export function useChats(filter: ChatFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.list(filter),
    queryFn: ({ pageParam, signal }) => listChats(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const chats = useMemo(() => chatsOf(query.data as ChatPages | undefined), [query.data]);
  return { ...query, chats, total: query.data?.pages[0]?.total ?? 0 };
}

export function useChat(id: string) {
  return useQuery({ queryKey: keys.chat(id), queryFn: () => readChat(id) });
}

export function useStats() {
  return useQuery({ queryKey: keys.stats, queryFn: readStats });
}
