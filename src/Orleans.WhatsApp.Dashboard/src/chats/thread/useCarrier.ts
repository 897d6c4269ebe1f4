import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { send } from '~/api/chats';
import { keys } from '~/api/keys';
import { useUser } from '~/session/useUser';
import { withMessage, type MessagePages } from '~/chats/cache/messagePages';
import type { Carrier } from './outgoing';

export function useCarrier(): Carrier {
  const queries = useQueryClient();
  const { _id: userId } = useUser();
  return useMemo(
    () => ({
      send,
      arrived: (message) => void queries.setQueryData<MessagePages>(keys.messages(message.chat_id), (known) => withMessage(known, message)),
      userId,
    }),
    [queries, userId],
  );
}
