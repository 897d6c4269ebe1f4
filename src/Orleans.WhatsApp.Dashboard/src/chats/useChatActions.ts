import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import * as api from '~/api/chats';
import { keys } from '~/api/keys';
import type { WhatsAppChat } from '~/api/types';
import { toast } from '~/ui/toasts';
import { useProblemText } from '~/ui/useProblemText';
import { showChat } from './cache/showChat';
import { moverOf } from './speakerMoved';
import { forgetTakeover, rememberTakeover } from './takeover';

/** "+2 minutes". */
export const extension = 120;

export type ChatAction = 'takeOver' | 'release' | 'releaseNow' | 'close' | 'reopen' | 'answerNow' | 'extendGrace';

const calls: Record<ChatAction, (chat: WhatsAppChat) => Promise<WhatsAppChat & { in_flight?: boolean }>> = {
  takeOver: (chat) => api.takeOver(chat._id),
  release: (chat) => api.release(chat._id, false),
  releaseNow: (chat) => api.release(chat._id, true),
  close: (chat) => api.close(chat._id),
  reopen: (chat) => api.reopen(chat._id),
  answerNow: (chat) => api.answerNow(chat._id, chat.epoch),
  extendGrace: (chat) => api.extendGrace(chat._id, extension),
};

/** What people do to the chat on the screen, if there is one; the answer is shown at once, before its event comes round. */
export function useChatActions(chat: WhatsAppChat | undefined) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const textOf = useProblemText();

  const mutation = useMutation({
    mutationFn: ({ action, on }: { action: ChatAction; on: WhatsAppChat }) => calls[action](on),
    onSuccess: (changed, { action }) => {
      showChat(queries, changed);
      if (changed.in_flight) toast(t('chat.inFlight'));
      // Not to be undone: the chat can be opened again, its session is over.
      if (action === 'close') toast(t('chat.closedToast'), { action: { label: t('action.reopen'), run: () => mutation.mutate({ action: 'reopen', on: changed }) } });
      if (action === 'extendGrace') toast(t('chat.extended', { count: extension / 60 }));
    },
    onError: (cause, { action, on }) => {
      if (action === 'takeOver') forgetTakeover();
      const mover = moverOf(cause);
      toast(mover ? t('chat.movedMeanwhile') : textOf(cause), { look: 'problem' });
      // What was on the screen was not what is.
      void queries.invalidateQueries({ queryKey: keys.chat(on._id) });
    },
  });

  const act = (action: ChatAction) => {
    if (!chat) return;
    if (action === 'takeOver') rememberTakeover(chat._id);
    mutation.mutate({ action, on: chat });
  };
  return { act, pending: mutation.isPending ? mutation.variables.action : null };
}
