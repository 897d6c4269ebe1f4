import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { resolve } from '~/api/chats';
import type { WhatsAppMessage } from '~/api/types';
import { useMay } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { ProblemLine } from '~/ui/Notice';
import styles from './MaybeSent.module.css';

/** Nobody knows whether it arrived, so it is not sent again by itself. A person says. */
export function MaybeSent({ message }: { message: WhatsAppMessage }) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const word = useMutation({ mutationFn: (sendAgain: boolean) => resolve(message.chat_id, message._id, sendAgain) });
  return (
    <div className={styles.question}>
      <p>{t('message.maybeSent')}</p>
      {mayAct && (
        <div className={styles.answers}>
          <Button isBusy={word.isPending} onClick={() => word.mutate(true)}>
            {t('message.sendAgain')}
          </Button>
          <Button look="quiet" isBusy={word.isPending} onClick={() => word.mutate(false)}>
            {t('message.leave')}
          </Button>
        </div>
      )}
      <ProblemLine cause={word.error} />
    </div>
  );
}
