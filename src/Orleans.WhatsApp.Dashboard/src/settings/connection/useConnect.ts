import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connect, type ConnectWith } from '~/api/channels';
import { keys } from '~/api/keys';
import type { Provider } from '~/api/types';

/** Links a number; while it waits to be scanned, the code is at hand. */
export function useConnect(provider: Provider) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (account: Omit<ConnectWith, 'provider'>) => connect({ provider, ...account }),
    // A token is for the server alone: nothing of it is kept when this is left.
    gcTime: 0,
    onSettled: () => Promise.all([keys.connection, keys.channels].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
