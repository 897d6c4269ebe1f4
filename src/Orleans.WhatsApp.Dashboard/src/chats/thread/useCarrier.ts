import { useQueryClient } from '@tanstack/react-query';
import { send } from '~/api/chats';
import { keys } from '~/api/keys';
import { ApiProblem, codeOf } from '~/api/problem';
import { withMessage, type MessagePages } from '~/chats/cache/messagePages';
import { put } from '~/chats/cache/put';
import { currentUser } from '~/session/access';
import { useUser } from '~/session/useUser';
import type { Carrier } from './outgoing';
import { useNotSentToast } from './useNotSentToast';

/** Refused with these, what was on the screen was not what is: the window closed there, or people have the word no more. */
const outdated = ['window_closed', 'not_in_human_mode'];

export function useCarrier(): Carrier {
  const queries = useQueryClient();
  const { _id: userId } = useUser();
  const notTaken = useNotSentToast();
  return {
    send: async (chatId, sending) => {
      // What one has written goes out under no other name, though it may have waited behind another message until the next one signed in.
      if (currentUser()?._id !== userId) throw new ApiProblem('unauthenticated', 401, 'Sign in first.');
      try {
        return await send(chatId, sending);
      } catch (cause) {
        if (outdated.includes(codeOf(cause))) void queries.invalidateQueries({ queryKey: keys.chat(chatId) });
        throw cause;
      }
    },
    arrived: (message) => put<MessagePages>(queries, keys.messages(message.chat_id), (known) => withMessage(known, message)),
    notTaken,
    userId,
  };
}
