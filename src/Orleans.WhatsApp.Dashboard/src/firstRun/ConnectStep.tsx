import { useTranslation } from 'react-i18next';
import type { Connection } from '~/api/types';
import { ConnectNumber } from '~/settings/connection/ConnectNumber';
import styles from './WelcomePage.module.css';

/** Ends by itself: when the code has been scanned, the connection's event comes, and the next step with it. */
export function ConnectStep({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  return (
    <div className={styles.content}>
      <h2>{t('welcome.connect')}</h2>
      <p>{t('welcome.connectWords')}</p>
      <ConnectNumber status={connection.status} />
    </div>
  );
}
