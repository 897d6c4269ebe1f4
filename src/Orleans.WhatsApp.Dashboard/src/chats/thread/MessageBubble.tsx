import { Bot, Smartphone, UserRound } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppMessage } from '~/api/types';
import { AttachmentView } from '~/chats/media/AttachmentView';
import { useFormats } from '~/time/useFormats';
import { ContentView } from './ContentView';
import { DeliveryTicks } from './DeliveryTicks';
import { FailureNote } from './FailureNote';
import { HeldNote } from './HeldNote';
import { MaybeSent } from './MaybeSent';
import styles from './MessageBubble.module.css';
import { spokenBy, type SpeakerKind } from './speaker';

interface Props {
  message: WhatsAppMessage;
  isFirstOfSender: boolean;
}

/** Gray for the contact, green for the AI, blue for people. */
export const MessageBubble = memo(function MessageBubble({ message, isFirstOfSender }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <article className={`${styles.bubble} ${styles[message.sender]} ${isFirstOfSender ? styles.first : ''}`}>
      <Speaker message={message} isSeen={isFirstOfSender} />
      {message.is_deleted ? (
        <p className={styles.deleted}>{t('message.deleted')}</p>
      ) : (
        <>
          {message.attachments.map((attachment, place) => (
            <AttachmentView key={place} message={message} attachment={attachment} />
          ))}
          {message.is_transcribed && <p className={styles.label}>{t('message.transcript')}</p>}
          <ContentView written={message} hasFile={message.attachments.length > 0} />
        </>
      )}
      <p className={styles.foot}>
        {message.is_late && <span title={t('message.lateHint')}>{t('message.late')}</span>}
        {message.is_edited && <span>{t('message.edited')}</span>}
        <time dateTime={message.createdAt} title={formats.moment(message.createdAt)}>
          {formats.time(message.createdAt)}
        </time>
        <DeliveryTicks status={message.delivery_status} />
      </p>
      {message.reactions.length > 0 && <p className={styles.reactions}>{message.reactions.map((reaction) => reaction.emoji).join(' ')}</p>}
      <HeldNote message={message} />
      <FailureNote message={message} />
      {message.delivery_status === 'unknown' && <MaybeSent message={message} />}
    </article>
  );
});

const signs: Record<SpeakerKind, ReactNode> = {
  ai: <Bot size={14} aria-hidden="true" />,
  contact: null,
  person: <UserRound size={14} aria-hidden="true" />,
  phone: <Smartphone size={14} aria-hidden="true" />,
};

/** Eyes see it once for all that somebody says in a row; whoever listens hears it each time. */
function Speaker({ message, isSeen }: { message: WhatsAppMessage; isSeen: boolean }) {
  const { t } = useTranslation();
  const { kind, name } = spokenBy(message, t);
  if (!isSeen) return <span className="visually-hidden">{name}</span>;
  return (
    <p className={styles.speaker}>
      {signs[kind]}
      <bdi>{name}</bdi>
    </p>
  );
}
