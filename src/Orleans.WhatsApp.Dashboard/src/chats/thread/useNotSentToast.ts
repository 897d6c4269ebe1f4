import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { keys } from '~/api/keys';
import type { WhatsAppChat } from '~/api/types';
import { hasName } from '~/chats/useContactName';
import { currentUser } from '~/session/access';
import { useUser } from '~/session/useUser';
import { toast } from '~/ui/toasts';
import { isInSight } from './inSight';

/** Tells whoever has left a chat that what he wrote there was not taken. In the chat itself, the message says so. */
export function useNotSentToast(): (chatId: string) => void {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { _id: userId } = useUser();
  return (chatId) => {
    // What was on its way at a sign-out is no news for the next one.
    if (isInSight(chatId) || currentUser()?._id !== userId) return;
    const chat = queries.getQueryData<WhatsAppChat>(keys.chat(chatId));
    const words = chat && hasName(chat) ? t('message.notSentTo', { name: `\u2068${chat.contact_name}\u2069` }) : t('message.notSentElsewhere');
    const address = `/whatsapp/${chatId}`;
    // Its history may be open instead of its messages; then there is nowhere to lead to.
    const isOpen = window.location.pathname === address;
    toast(words, {
      key: `not-sent:${chatId}`,
      look: 'problem',
      ...(!isOpen && { action: { label: t('action.show'), run: () => void navigate(address) } }),
    });
  };
}
