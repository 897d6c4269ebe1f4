import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ConnectionBar.module.css';
import { useLive } from './LiveProvider';

/** A change of the token or of the silo is over sooner, and nobody needs to know. */
const patience = 2_000;

/** A thin bar for as long as what is shown may be old. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const { state, reconnect } = useLive();
  const [isLost, setLost] = useState(false);

  useEffect(() => {
    if (state === 'live') {
      setLost(false);
      return;
    }
    const timer = window.setTimeout(() => setLost(true), patience);
    return () => window.clearTimeout(timer);
  }, [state]);

  return (
    <div role="status">
      {isLost && (
        <div className={styles.bar}>
          <WifiOff size={16} aria-hidden="true" />
          <span>{t('connection.lost')}</span>
          <button type="button" className={styles.retry} onClick={reconnect}>
            {t('connection.retry')}
          </button>
        </div>
      )}
    </div>
  );
}
