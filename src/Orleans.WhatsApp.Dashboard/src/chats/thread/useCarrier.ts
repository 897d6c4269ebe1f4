import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { send } from '~/api/chats';
import { keys } from '~/api/keys';
import { codeOf } from '~/api/problem';
import { useUser } from '~/session/useUser';
import { withMessage, type MessagePages } from '~/chats/cache/messagePages';
import type { Carrier } from './outgoing';

export function useCarrier(): Carrier {
  const queries = useQueryClient();
  const { _id: userId } = useUser();
  return useMemo(
    () => ({
      send: async (chatId, sending) => {
        try {
          return await send(chatId, sending);
        } catch (cause) {
          // What was on the screen was not what is: the window closed there.
          if (codeOf(cause) === 'window_closed') void queries.invalidateQueries({ queryKey: keys.chat(chatId) });
          throw cause;
        }
      },
      arrived: (message) => void queries.setQueryData<MessagePages>(keys.messages(message.chat_id), (known) => withMessage(known, message)),
      userId,
    }),
    [queries, userId],
  );
}
