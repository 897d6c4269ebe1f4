import { useCallback, useEffect, useState } from 'react';
import type { ChatFilter } from '~/chats/filter';
import type { useChats } from '~/chats/useChats';

/**
 * Asks for the list's next page when its end comes near. One that was refused is asked for again when somebody says so, and not by itself.
 *
 * @param isNear Whether the end of what was read is almost in sight.
 */
export function useMore({ hasNextPage, isFetching, isFetchNextPageError, error, fetchNextPage }: ReturnType<typeof useChats>, filter: ChatFilter, isNear: boolean) {
  // Kept here as well: what the live updates put into the list makes the query forget it.
  const [refused, setRefused] = useState<{ filter: ChatFilter; cause: unknown } | null>(null);
  const cause = refused?.filter === filter ? refused.cause : isFetchNextPageError ? error : null;

  const ask = useCallback(async () => {
    setRefused(null);
    // It must not take the place of a reading of the whole list, which is under way because the list is old.
    const answer = await fetchNextPage({ cancelRefetch: false });
    if (answer.isFetchNextPageError) setRefused({ filter, cause: answer.error });
  }, [fetchNextPage, filter]);

  useEffect(() => {
    if (isNear && hasNextPage && !isFetching && cause === null) void ask();
  }, [isNear, hasNextPage, isFetching, cause, ask]);

  return { cause, ask };
}
