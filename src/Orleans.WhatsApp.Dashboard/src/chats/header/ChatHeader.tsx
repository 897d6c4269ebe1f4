import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PresentPerson, WhatsAppChat } from '~/api/types';
import { ChannelMark } from '~/chats/ChannelMark';
import { ChatModeBadge, SessionStatusBadge } from '~/chats/ChatModeBadge';
import { useContactName } from '~/chats/useContactName';
import { PresenceLine } from '~/chats/presence/PresenceLine';
import { WindowBadge } from '~/chats/window/WindowBadge';
import { Avatar } from '~/ui/Avatar';
import { Badge } from '~/ui/Badge';
import { Phone } from '~/ui/Phone';
import { ChatActions } from './ChatActions';
import styles from './ChatHeader.module.css';

export function ChatHeader({ chat, people }: { chat: WhatsAppChat; people: readonly PresentPerson[] }) {
  const { t } = useTranslation();
  const name = useContactName()(chat);
  return (
    <header className={styles.header}>
      <Link to="/whatsapp" className={styles.back} aria-label={t('chat.backToList')}>
        <ArrowLeft size={20} className="mirrored" aria-hidden="true" />
      </Link>
      <span className={styles.picture}>
        <Avatar name={name} id={chat._id} />
      </span>
      <div className={styles.who}>
        <h2 className={styles.name}>
          <bdi>{name}</bdi>
        </h2>
        <p className={styles.line}>
          <ChannelMark provider={chat.provider} />
          {chat.contact_phone && <Phone number={chat.contact_phone} />}
          <ChatModeBadge chat={chat} />
          <SessionStatusBadge chat={chat} />
          <WindowBadge chat={chat} />
          {chat.attention && <Badge look="attention">{t(`attention.${chat.attention}`)}</Badge>}
          <PresenceLine people={people} />
        </p>
      </div>
      <ChatActions chat={chat} />
    </header>
  );
}
