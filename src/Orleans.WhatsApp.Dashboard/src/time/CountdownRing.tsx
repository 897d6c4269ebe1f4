import { clockFace, countdown } from './countdown';
import styles from './CountdownRing.module.css';
import { useServerNow } from './useServerNow';

const radius = 15;
const length = 2 * Math.PI * radius;

interface Props {
  startedAt: string | null;
  deadline: string;
  size?: 'small' | 'large';
}

/** How long people still have the first word. Its text is hidden from screen readers: rows and header say it in words, and not every second. */
export function CountdownRing({ startedAt, deadline, size = 'small' }: Props) {
  const { seconds, fraction } = countdown(startedAt, deadline, useServerNow());
  const urgency = seconds <= 10 ? styles.last : seconds <= 60 ? styles.soon : '';
  return (
    <span className={`${styles.ring} ${styles[size]} ${urgency}`} aria-hidden="true">
      <svg viewBox="0 0 36 36">
        <circle className={styles.track} cx="18" cy="18" r={radius} />
        <circle className={styles.left} cx="18" cy="18" r={radius} strokeDasharray={length} strokeDashoffset={length * (1 - fraction)} />
      </svg>
      <span dir="ltr">{clockFace(seconds)}</span>
    </span>
  );
}
