import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listChats, readChat, readStats } from '~/api/chats';
import { keys } from '~/api/keys';
import { chatsOf, type ChatPages } from './cache/chatPages';
import type { ChatFilter } from './filter';

/** The chats of a view, newest message first, as far as they have been scrolled to. */
export function useChats(filter: ChatFilter) {
  const { data, isPending, error, refetch, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.list(filter),
    queryFn: ({ pageParam, signal }) => listChats(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const chats = useMemo(() => chatsOf(data as ChatPages | undefined), [data]);
  // Only what is taken here is followed: the page is not drawn again for the rest.
  return { chats, total: data?.pages[0]?.total ?? 0, isPending, error, refetch, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage };
}

export function useChat(id: string) {
  return useQuery({ queryKey: keys.chat(id), queryFn: () => readChat(id) });
}

export function useStats() {
  return useQuery({ queryKey: keys.stats, queryFn: readStats });
}
