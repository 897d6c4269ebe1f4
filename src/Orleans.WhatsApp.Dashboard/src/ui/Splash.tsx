import { ErrorState, Loading } from './Notice';
import styles from './Splash.module.css';

/** While it is not known yet who is signed in. */
export function Splash({ cause, onRetry }: { cause?: unknown; onRetry?: () => void }) {
  return (
    <main className={styles.splash}>
      <img src="/icon.svg" alt="" width="48" height="48" />
      {cause && onRetry ? <ErrorState cause={cause} onRetry={onRetry} /> : <Loading rows={1} />}
    </main>
  );
}
