import { useTranslation } from 'react-i18next';
import type { WhatsAppMessage } from '~/api/types';
import { serverNow } from '~/time/serverClock';
import { useFormats } from '~/time/useFormats';
import styles from './HeldNote.module.css';

/** Why a message is not on its way: somebody has switched sending off, or the channel's pace has not come to it. */
export function HeldNote({ message: { delivery_status: status, queued_until: until } }: { message: Pick<WhatsAppMessage, 'delivery_status' | 'queued_until'> }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (status === 'withheld') return <p className={styles.note}>{t('held.withheld')}</p>;
  if (status !== 'queued' || !until) return null;
  return <p className={styles.note}>{Date.parse(until) > serverNow() ? t('held.until', { time: formats.time(until) }) : t('held.soon')}</p>;
}
