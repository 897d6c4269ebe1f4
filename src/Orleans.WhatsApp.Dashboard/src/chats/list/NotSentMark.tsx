import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutbox } from '~/chats/thread/useOutbox';
import { Badge } from '~/ui/Badge';

/** On the row of a chat in which something of one's own lies that was not taken. */
export function NotSentMark({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const outbox = useOutbox();
  const look = () => outbox.of(chatId).some(({ state }) => state.kind !== 'sending');
  // Only whether there is any: a row is not drawn anew for what is on its way elsewhere.
  return useSyncExternalStore(outbox.byChat.subscribe, look, look) ? <Badge look="attention">{t('delivery.failed')}</Badge> : null;
}
