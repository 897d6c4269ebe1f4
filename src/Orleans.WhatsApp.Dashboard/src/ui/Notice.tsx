import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './Notice.module.css';
import { retryName } from './retry';
import { useProblemText } from './useProblemText';

/** What stands where there is nothing to show. */
export function EmptyState({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <span className={styles.picture} aria-hidden="true">
        {icon}
      </span>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}

/** Says what could not be read, and offers to try again. */
export function ErrorState({ cause, onRetry }: { cause: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  return (
    <div className={styles.empty} role="alert">
      <p className={styles.title}>{textOf(cause)}</p>
      <Button onClick={onRetry}>{t(retryName(cause))}</Button>
    </div>
  );
}

export function ProblemLine({ cause }: { cause: unknown }) {
  const textOf = useProblemText();
  return cause ? (
    <p className={styles.problem} role="alert">
      {textOf(cause)}
    </p>
  ) : null;
}

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" className={styles.loading}>
      <span className="visually-hidden">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={styles.bone} />
      ))}
    </div>
  );
}
