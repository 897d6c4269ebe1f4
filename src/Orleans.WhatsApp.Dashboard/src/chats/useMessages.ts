import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listMessages } from '~/api/chats';
import { keys } from '~/api/keys';
import { messagesOf, type MessagePages } from './cache/messagePages';

/** A chat's messages, oldest first, as far back as they have been scrolled to. */
export function useMessages(chatId: string) {
  const { data, isPending, error, refetch, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.messages(chatId),
    queryFn: ({ pageParam }) => listMessages(chatId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const messages = useMemo(() => messagesOf(data as MessagePages | undefined), [data]);
  return { messages, isPending, error, refetch, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage };
}
