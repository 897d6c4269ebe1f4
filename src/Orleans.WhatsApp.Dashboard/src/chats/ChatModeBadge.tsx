import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { Badge } from '~/ui/Badge';

/** Who holds the chat. A person by name, where one of the dashboard does. */
export function ChatModeBadge({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  if (chat.mode === 'human' && chat.taken_over_by?.name) return <Badge look="human"><bdi>{chat.taken_over_by.name}</bdi></Badge>;
  return <Badge look={chat.mode}>{t(`mode.${chat.mode}`)}</Badge>;
}

export function SessionStatusBadge({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  return chat.session_status === 'waiting' ? <Badge look="waiting">{t('mode.waiting')}</Badge> : null;
}
