import { Bot, Smartphone, UserRound } from 'lucide-react';
import { memo } from 'react';
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
      {isFirstOfSender ? <Speaker message={message} /> : <span className="visually-hidden">{message.sender_name}</span>}
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

function Speaker({ message }: { message: WhatsAppMessage }) {
  const { t } = useTranslation();
  const [icon, name] =
    message.sender === 'ai'
      ? [<Bot key="ai" size={14} aria-hidden="true" />, t('mode.ai')]
      : message.sender === 'contact'
        ? [null, message.sender_name]
        : message.sent_by
          ? [<UserRound key="person" size={14} aria-hidden="true" />, message.sent_by.name || t('message.formerColleague')]
          : [<Smartphone key="phone" size={14} aria-hidden="true" />, t('message.fromPhone')];
  return (
    <p className={styles.speaker}>
      {icon}
      <bdi>{name}</bdi>
    </p>
  );
}
