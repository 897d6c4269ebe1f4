import { Bot, TimerReset } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { offersOf } from '~/chats/offers';
import { extension, useChatActions } from '~/chats/useChatActions';
import { faceOf } from '~/keyboard/keyPress';
import { commandKeys } from '~/keyboard/commands';
import { useMay } from '~/session/useUser';
import { CountdownRing } from '~/time/CountdownRing';
import { Button } from '~/ui/Button';
import { useSpokenCountdown } from './useSpokenCountdown';
import styles from './WaitingBar.module.css';

/** While people have the first word: how long still, and what to do about it. */
export function WaitingBar({ chat }: { chat: WhatsAppChat }) {
  return chat.session_status === 'waiting' && chat.session_grace_deadline ? <Waiting chat={chat} deadline={chat.session_grace_deadline} /> : null;
}

function Waiting({ chat, deadline }: { chat: WhatsAppChat; deadline: string }) {
  const { t } = useTranslation();
  const mayAct = useMay('manager');
  const { act, pending } = useChatActions(chat);
  useSpokenCountdown(deadline);

  return (
    <div className={styles.bar}>
      <CountdownRing startedAt={chat.session_started_at} deadline={deadline} size="large" />
      <p className={styles.words}>{t('waiting.words')}</p>
      {mayAct && (
        <>
          {offersOf(chat).includes('answerNow') && (
            <Button icon={<Bot size={16} aria-hidden="true" />} isBusy={pending === 'answerNow'} onClick={() => act('answerNow')}>
              {t('action.answerNow')}
              <kbd className={styles.key}>{faceOf(commandKeys.answerNow)}</kbd>
            </Button>
          )}
          <Button icon={<TimerReset size={16} aria-hidden="true" />} isBusy={pending === 'extendGrace'} onClick={() => act('extendGrace')}>
            {t('action.extendGrace', { count: extension / 60 })}
            <kbd className={styles.key}>{faceOf(commandKeys.extendGrace)}</kbd>
          </Button>
        </>
      )}
    </div>
  );
}
