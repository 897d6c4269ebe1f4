import { ArchiveRestore, Ban, Bot, Check, EllipsisVertical, Hand, MessageCircleQuestion, Reply } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { IgnoreItem } from '~/chats/IgnoreItem';
import { offersOf } from '~/chats/offers';
import { useChatActions } from '~/chats/useChatActions';
import { useNumbers } from '~/chats/useNumbers';
import { useWhyPanel } from '~/chats/why/useWhyPanel';
import { useMay } from '~/session/useUser';
import { Button, IconButton } from '~/ui/Button';
import { Menu, MenuItem } from '~/ui/Menu';
import styles from './ChatActions.module.css';

/** What can be done to the chat, as it stands. */
export function ChatActions({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const why = useWhyPanel();
  const blacklist = useNumbers('blacklist');
  const { act, pending } = useChatActions(chat);
  const offers = mayAct ? offersOf(chat) : [];
  const isBanned = blacklist.has(chat.contact_phone);

  return (
    <div className={styles.actions} role="group" aria-label={t('chat.actions')}>
      {offers.includes('takeOver') && (
        <Button look="primary" icon={<Hand size={16} aria-hidden="true" />} isBusy={pending === 'takeOver'} onClick={() => act('takeOver')}>
          {t('action.takeOver')}
        </Button>
      )}
      {offers.includes('release') && (
        <Menu
          trigger={
            <Button look="primary" icon={<Reply size={16} aria-hidden="true" className="mirrored" />} isBusy={pending === 'release' || pending === 'releaseNow'}>
              {t('action.release')}
            </Button>
          }
        >
          {offers.includes('releaseNow') && (
            <MenuItem icon={<Bot size={18} />} hint={t('action.releaseNowHint')} onSelect={() => act('releaseNow')}>
              {t('action.releaseNow')}
            </MenuItem>
          )}
          <MenuItem icon={<Reply size={18} className="mirrored" />} hint={t('action.releaseLaterHint')} onSelect={() => act('release')}>
            {t('action.releaseLater')}
          </MenuItem>
        </Menu>
      )}
      {offers.includes('close') && (
        <Button className={styles.close ?? ''} icon={<Check size={16} aria-hidden="true" />} isBusy={pending === 'close'} onClick={() => act('close')}>
          {t('action.closeChat')}
        </Button>
      )}
      {offers.includes('reopen') && (
        <Button look="primary" icon={<ArchiveRestore size={16} aria-hidden="true" />} isBusy={pending === 'reopen'} onClick={() => act('reopen')}>
          {t('action.reopen')}
        </Button>
      )}
      <IconButton label={t('why.title')} className={styles.why ?? ''} aria-pressed={why.isOpen} onClick={why.toggle}>
        <MessageCircleQuestion size={20} aria-hidden="true" />
      </IconButton>
      <Menu
        trigger={
          <IconButton label={t('chat.more')}>
            <EllipsisVertical size={20} aria-hidden="true" />
          </IconButton>
        }
      >
        {offers.includes('close') && (
          <MenuItem icon={<Check size={18} />} onSelect={() => act('close')}>
            {t('action.closeChat')}
          </MenuItem>
        )}
        <MenuItem icon={<MessageCircleQuestion size={18} />} onSelect={why.toggle}>
          {t('why.title')}
        </MenuItem>
        {mayAct && chat.contact_phone && (
          <MenuItem icon={<Ban size={18} />} isDanger={!isBanned} hint={t('blacklist.hint')} onSelect={() => blacklist.set(chat.contact_phone, !isBanned)}>
            {t(isBanned ? 'blacklist.removeThis' : 'blacklist.addThis')}
          </MenuItem>
        )}
        {mayAct && chat.contact_phone && <IgnoreItem chat={chat} />}
      </Menu>
    </div>
  );
}
