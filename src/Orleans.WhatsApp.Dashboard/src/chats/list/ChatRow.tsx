import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { WhatsAppChat } from '~/api/types';
import { ChannelMark } from '~/chats/ChannelMark';
import { ChatModeBadge } from '~/chats/ChatModeBadge';
import { useContactName } from '~/chats/useContactName';
import { useMay } from '~/session/useUser';
import { CountdownRing } from '~/time/CountdownRing';
import { useFormats } from '~/time/useFormats';
import { Avatar } from '~/ui/Avatar';
import { Phone } from '~/ui/Phone';
import styles from './ChatRow.module.css';
import { NotSentMark } from './NotSentMark';
import { RowTools } from './RowTools';

export const ChatRow = memo(function ChatRow({ chat, isSelected }: { chat: WhatsAppChat; isSelected: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useContactName();
  const mayBan = useMay('manager') && chat.contact_phone !== '';
  const name = nameOf(chat);

  return (
    <div className={`${styles.row} ${isSelected ? styles.selected : ''}`}>
      <Link to={`/whatsapp/${chat._id}`} className={styles.link} aria-current={isSelected ? 'page' : undefined} draggable={false}>
        <Avatar name={name} id={chat._id} />
        <span className={styles.lines}>
          <span className={styles.line}>
            <bdi className={styles.name}>{name}</bdi>
            <ChannelMark provider={chat.provider} />
            <time className={styles.time} dateTime={chat.last_message_at}>
              {formats.short(chat.last_message_at)}
            </time>
          </span>
          <span className={styles.line}>
            <span className={styles.preview} dir="auto">
              {chat.last_message_preview || <Phone number={chat.contact_phone} />}
            </span>
            <NotSentMark chatId={chat._id} />
            {chat.attention && (
              <span className={styles.attention} title={t(`attention.${chat.attention}`)}>
                <TriangleAlert size={16} aria-hidden="true" />
                <span className="visually-hidden">{t(`attention.${chat.attention}`)}</span>
              </span>
            )}
            <Holder chat={chat} />
          </span>
        </span>
      </Link>
      {mayBan && <RowTools chat={chat} name={name} />}
    </div>
  );
});

/** Who has the word: the countdown while people do, else the mode. */
function Holder({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (chat.session_status !== 'waiting' || !chat.session_grace_deadline) return <ChatModeBadge chat={chat} />;
  return (
    <>
      <CountdownRing startedAt={chat.session_started_at} deadline={chat.session_grace_deadline} />
      <span className="visually-hidden">{t('row.waiting', { time: formats.time(chat.session_grace_deadline) })}</span>
    </>
  );
}
