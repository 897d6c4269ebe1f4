import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import { connect } from '~/api/settings';

/** Links a number; while it waits to be scanned, the code is at hand. */
export function useConnect() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: connect, onSettled: () => queries.invalidateQueries({ queryKey: keys.connection }) });
}
