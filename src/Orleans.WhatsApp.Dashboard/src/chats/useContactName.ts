import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';

/** The word by which the API's clients know a contact without a name. */
const nameless = 'Bilinmiyor';

export function useContactName(): (chat: Pick<WhatsAppChat, 'contact_name'>) => string {
  const { t } = useTranslation();
  return (chat) => (chat.contact_name === nameless ? t('chat.nameless') : chat.contact_name);
}
