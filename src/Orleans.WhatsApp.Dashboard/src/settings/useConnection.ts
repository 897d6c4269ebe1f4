import { useQuery } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import { readConnection } from '~/api/settings';

/** The tenant's number and settings; live events tell when they change. */
export function useConnection() {
  return useQuery({ queryKey: keys.connection, queryFn: readConnection });
}
