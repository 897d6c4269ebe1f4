import { queryOptions, useQuery } from '@tanstack/react-query';
import { readFile } from '~/api/chats';
import { keys } from '~/api/keys';

/** A file never changes under its address, whatever the live events say. Five minutes after it was last shown it is let go. */
export const fileAt = (url: string) => queryOptions({ queryKey: keys.file(url), queryFn: ({ signal }) => readFile(url, signal), staleTime: 'static', gcTime: 300_000 });

export function useFile(url: string, isWanted: boolean) {
  return useQuery({ ...fileAt(url), enabled: isWanted });
}
