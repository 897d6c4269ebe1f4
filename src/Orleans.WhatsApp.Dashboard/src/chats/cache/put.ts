import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Changes what is known, and once more when an answer has come that is under way meanwhile: it may be older, and takes the place of what is known.
 *
 * @param change Knows which of two readings is the later one.
 */
export function put<T>(queries: QueryClient, queryKey: QueryKey, change: (known: T | undefined) => T | undefined): void {
  queries.setQueryData<T>(queryKey, change);
  const query = queries.getQueryCache().find({ queryKey, exact: true });
  void underWay(query)?.then(() => {
    // What was let go of meanwhile stays away.
    if (queries.getQueryCache().find({ queryKey, exact: true }) === query) put(queries, queryKey, change);
  });
}

/** Until the answer that is under way has come, if one is. */
export function underWay(query: Query | undefined): Promise<unknown> | undefined {
  return query?.state.fetchStatus === 'fetching' ? query.promise?.catch(() => undefined) : undefined;
}
