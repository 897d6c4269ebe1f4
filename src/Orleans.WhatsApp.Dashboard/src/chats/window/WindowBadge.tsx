import { Clock, ClockAlert, LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { sayWhen } from '~/chats/thread/sayWhen';
import { clockFace } from '~/time/countdown';
import { useFormats } from '~/time/useFormats';
import { useReplyWindow, useSpokenWindow } from './useReplyWindow';
import styles from './WindowBadge.module.css';

const size = 14;

/** For how long the contact can still be written to freely; nothing where that never ends. */
export function WindowBadge({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const window = useReplyWindow(chat);
  useSpokenWindow(window);
  switch (window.kind) {
    case 'none':
      return null;
    case 'closed':
      return (
        <span className={`${styles.badge} ${styles.closed}`} title={t('window.closed')}>
          <LockKeyhole size={size} aria-hidden="true" />
          {t('window.closedShort')}
        </span>
      );
    case 'open': {
      const words = t('window.until', { time: sayWhen(formats, window.closesAt) });
      return (
        <span className={`${styles.badge} ${window.isSoon ? styles.soon : ''}`} title={words}>
          {window.isSoon ? <ClockAlert size={size} aria-hidden="true" /> : <Clock size={size} aria-hidden="true" />}
          {/* The words say it without moving each second. */}
          <span aria-hidden="true" {...(window.isSoon && { dir: 'ltr' })}>
            {window.isSoon ? clockFace(window.seconds) : formats.duration(wholeMinutes(window.seconds))}
          </span>
          <span className="visually-hidden">{words}</span>
        </span>
      );
    }
  }
}

/** Milliseconds, without the seconds that nobody plans by. */
const wholeMinutes = (seconds: number) => Math.floor(seconds / 60) * 60_000;
