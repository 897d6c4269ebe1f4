import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { MenuItem } from '~/ui/Menu';
import { useNumbers } from './useNumbers';

/** Ignores the chat's number, or stops it. The list is asked for only by a menu that is open. */
export function IgnoreItem({ chat }: { chat: Pick<WhatsAppChat, 'contact_phone' | 'is_hidden'> }) {
  const { t } = useTranslation();
  const ignored = useNumbers('ignored');
  const isIgnored = ignored.has(chat.contact_phone);
  return (
    <MenuItem
      icon={<EyeOff size={18} />}
      isDanger={!isIgnored}
      // The number of a chat that is shown is on no such list; of a hidden one, only the list says it.
      isDisabled={chat.is_hidden && !ignored.isKnown}
      hint={t('ignored.hint')}
      onSelect={() => ignored.set(chat.contact_phone, !isIgnored)}
    >
      {t(isIgnored ? 'ignored.removeThis' : 'ignored.addThis')}
    </MenuItem>
  );
}
