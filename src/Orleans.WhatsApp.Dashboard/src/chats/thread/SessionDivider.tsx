import { useTranslation } from 'react-i18next';
import { useFormats } from '~/time/useFormats';
import styles from './SessionDivider.module.css';

export function SessionDivider({ sessionId, at }: { sessionId: string | null; at: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <p className={styles.divider}>
      <span>{sessionId === null ? t('thread.outsideSession') : t('thread.newSession', { time: formats.time(at) })}</span>
    </p>
  );
}
