import { Ban, EllipsisVertical, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '~/chats/useNumbers';
import { IconButton } from '~/ui/Button';
import { Menu, MenuItem } from '~/ui/Menu';
import styles from './ChatRow.module.css';

/** What can be done about a row's number without opening its chat. */
export function RowTools({ phone, name }: { phone: string; name: string }) {
  const { t } = useTranslation();
  const [blacklist, ignored] = [useNumbers('blacklist'), useNumbers('ignored')];
  const [isBanned, isIgnored] = [blacklist.has(phone), ignored.has(phone)];
  const named = { name: `\u2068${name}\u2069` };
  return (
    <span className={styles.tools}>
      <IconButton
        label={t(isBanned ? 'blacklist.remove' : 'blacklist.add', named)}
        className={`${styles.tool} ${isBanned ? styles.banned : ''}`}
        aria-pressed={isBanned}
        onClick={() => blacklist.set(phone, !isBanned)}
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
        <MenuItem icon={<EyeOff size={18} />} isDanger={!isIgnored} hint={t('ignored.hint')} onSelect={() => ignored.set(phone, !isIgnored)}>
          {t(isIgnored ? 'ignored.removeThis' : 'ignored.addThis')}
        </MenuItem>
      </Menu>
    </span>
  );
}
