import { QueryClient } from '@tanstack/react-query';
import { isPassing, pauseAfter } from './problem';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live events say what is not fresh any more; nothing is asked for on a mere suspicion.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, cause) => failures < 3 && isPassing(cause),
        retryDelay: (failures, cause) => pauseAfter(cause) ?? 1_000 * 2 ** failures,
      },
      // What a person does is done now or not at all, never later by itself.
      mutations: { networkMode: 'always' },
    },
  });
}
