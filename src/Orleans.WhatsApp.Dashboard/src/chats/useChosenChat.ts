import { useQuery } from '@tanstack/react-query';
import { readChat } from '~/api/chats';
import { keys } from '~/api/keys';

/** The chat on the screen, if one is; shared with the pane that shows it. */
export function useChosenChat(id: string | undefined) {
  return useQuery({ queryKey: keys.chat(id ?? ''), queryFn: () => readChat(id!), enabled: id !== undefined }).data;
}
