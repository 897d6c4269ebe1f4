import { useMutation } from '@tanstack/react-query';
import { FileX, Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { retryMedia } from '~/api/chats';
import type { WhatsAppMessage } from '~/api/types';
import { useMay } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import styles from './AttachmentView.module.css';

interface Props {
  message: Pick<WhatsAppMessage, '_id' | 'chat_id'>;
  words: 'pending' | 'failed' | 'notTranscribed';
  /** Why, for whoever is asked about it. */
  code: string | null;
}

const icons = { pending: Loader, failed: FileX, notTranscribed: FileX };

/** Stands where a file or its transcript is not, and can have it fetched once more. */
export function MediaPlaceholder({ message, words, code }: Props) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const again = useMutation({ mutationFn: () => retryMedia(message.chat_id, message._id) });
  const Icon = icons[words];
  const isFailure = words === 'failed' || words === 'notTranscribed';
  return (
    <div className={styles.placeholder}>
      <Icon size={16} aria-hidden="true" />
      <span>{t(`media.${words}`)}</span>
      {code && (
        <small>
          <bdi dir="ltr">{code}</bdi>
        </small>
      )}
      {isFailure && mayAct && (
        <Button isBusy={again.isPending} onClick={() => again.mutate()}>
          {t('action.tryAgain')}
        </Button>
      )}
      <ProblemLine cause={again.error} />
    </div>
  );
}
