import { useQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import { listUsers } from '~/api/settings';
import type { Listing, WhatsAppChat, WhatsAppMessage } from '~/api/types';
import { useMay, useUser } from '~/session/useUser';

/** Names of people by their ids, as far as they are known: only admins may ask for all of them. */
export function useNames(chatId: string): (id: string) => string | undefined {
  const me = useUser();
  const queries = useQueryClient();
  const users = useQuery({ queryKey: keys.users, queryFn: listUsers, enabled: useMay('admin') }).data ?? [];
  const holder = queries.getQueryData<WhatsAppChat>(keys.chat(chatId))?.taken_over_by;
  const messages = queries.getQueryData<InfiniteData<Listing<WhatsAppMessage>>>(keys.messages(chatId))?.pages.flatMap((page) => page.items) ?? [];
  const people = [me, ...users, holder, ...messages.map((message) => message.sent_by)];
  return (id) => people.find((person) => person?._id === id)?.name || undefined;
}
