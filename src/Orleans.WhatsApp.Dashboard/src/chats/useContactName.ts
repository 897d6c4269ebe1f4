import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';

/** The word by which the API's clients know a contact without a name. */
const nameless = 'Bilinmiyor';

export const hasName = ({ contact_name }: Pick<WhatsAppChat, 'contact_name'>): boolean => contact_name !== nameless;

export function useContactName(): (chat: Pick<WhatsAppChat, 'contact_name'>) => string {
  const { t } = useTranslation();
  return (chat) => (hasName(chat) ? chat.contact_name : t('chat.nameless'));
}
