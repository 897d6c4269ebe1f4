import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live events say what is not fresh any more; nothing is asked for on a mere suspicion.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        // What was refused would be refused again.
        retry: (failures, cause) => failures < 3 && !(cause instanceof ApiProblem && cause.status >= 400 && cause.status < 500),
      },
      // What a person does is done now or not at all, never later by itself.
      mutations: { networkMode: 'always' },
    },
  });
}
