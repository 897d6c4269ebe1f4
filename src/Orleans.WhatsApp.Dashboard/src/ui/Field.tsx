import { useId, type ReactNode } from 'react';
import styles from './Field.module.css';

interface Props {
  label: string;
  hint?: ReactNode;
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode;
}

/** A label, its control and what is good to know about it. */
export function Field({ label, hint, children }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children(hint ? { id, 'aria-describedby': hintId } : { id })}
      {hint && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
