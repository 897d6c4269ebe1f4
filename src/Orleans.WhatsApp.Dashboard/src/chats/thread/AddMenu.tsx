import { LayoutTemplate, List, Paperclip, Plus, SquareMousePointer } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Abilities } from '~/api/types';
import { openContentForm } from '~/chats/content/contentForm';
import { IconButton } from '~/ui/Button';
import { Menu, MenuItem } from '~/ui/Menu';

/** What else than plain text the channel can carry; nothing if that is all. */
export function AddMenu({ chatId, can }: { chatId: string; can: Abilities }) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  if (!can.media && !can.templates && !can.buttons && !can.lists) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('composer.add')}>
            <Plus size={20} aria-hidden="true" />
          </IconButton>
        }
      >
        {can.media && (
          <MenuItem icon={<Paperclip size={18} />} onSelect={() => chooser.current?.click()}>
            {t('content.file')}
          </MenuItem>
        )}
        {can.templates && (
          <MenuItem icon={<LayoutTemplate size={18} />} onSelect={() => openContentForm(chatId, 'template')}>
            {t('content.template')}
          </MenuItem>
        )}
        {can.buttons && (
          <MenuItem icon={<SquareMousePointer size={18} />} onSelect={() => openContentForm(chatId, 'buttons')}>
            {t('content.buttons')}
          </MenuItem>
        )}
        {can.lists && (
          <MenuItem icon={<List size={18} />} onSelect={() => openContentForm(chatId, 'list')}>
            {t('content.list')}
          </MenuItem>
        )}
      </Menu>
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={t('content.file')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) openContentForm(chatId, 'file', file);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
