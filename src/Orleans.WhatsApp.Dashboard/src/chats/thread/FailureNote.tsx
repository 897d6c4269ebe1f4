import { useTranslation } from 'react-i18next';
import type { WhatsAppMessage } from '~/api/types';
import { TemplateButton } from '~/chats/content/TemplateButton';
import { knownRemedy } from '~/chats/remedy';
import { useMay } from '~/session/useUser';
import styles from './MaybeSent.module.css';

/** Why a message did not arrive, and what can be done about it. */
export function FailureNote({ message }: { message: Pick<WhatsAppMessage, 'chat_id' | 'delivery_status' | 'failure'> }) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const { failure } = message;
  // Of what was tried again meanwhile, the past failure says nothing any more.
  if (!failure || message.delivery_status !== 'failed') return null;
  return (
    <div className={`${styles.question} ${styles.failure}`}>
      <p>
        {t(`remedy.${knownRemedy(failure.remedy)}`)}{' '}
        <small>
          <bdi dir="ltr">({failure.code})</bdi>
        </small>
      </p>
      {failure.remedy === 'use_template' && mayAct && (
        <div className={styles.answers}>
          <TemplateButton chatId={message.chat_id} />
        </div>
      )}
    </div>
  );
}
