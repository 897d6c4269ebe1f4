import { Ban, EllipsisVertical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { IgnoreItem } from '~/chats/IgnoreItem';
import { useNumbers } from '~/chats/useNumbers';
import { IconButton } from '~/ui/Button';
import { Menu } from '~/ui/Menu';
import styles from './ChatRow.module.css';

/** What can be done about a row's number without opening its chat. */
export function RowTools({ chat, name }: { chat: WhatsAppChat; name: string }) {
  const { t } = useTranslation();
  const blacklist = useNumbers('blacklist');
  const isBanned = blacklist.has(chat.contact_phone);
  const named = { name: `\u2068${name}\u2069` };
  return (
    <span className={styles.tools}>
      <IconButton
        label={t(isBanned ? 'blacklist.remove' : 'blacklist.add', named)}
        className={`${styles.tool} ${isBanned ? styles.banned : ''}`}
        aria-pressed={isBanned}
        onClick={() => blacklist.set(chat.contact_phone, !isBanned)}
      >
        <Ban size={16} aria-hidden="true" />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={t('row.more', named)} className={styles.tool ?? ''}>
            <EllipsisVertical size={16} aria-hidden="true" />
          </IconButton>
        }
      >
        <IgnoreItem chat={chat} />
      </Menu>
    </span>
  );
}
