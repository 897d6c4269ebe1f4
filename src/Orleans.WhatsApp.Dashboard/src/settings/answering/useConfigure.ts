import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import { configure } from '~/api/settings';
import type { Connection } from '~/api/types';

export function useConfigure(onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: configure,
    onSuccess: (config) => {
      queries.setQueryData<Connection>(keys.connection, (known) => known && { ...known, ...config });
      onDone?.();
    },
  });
}
