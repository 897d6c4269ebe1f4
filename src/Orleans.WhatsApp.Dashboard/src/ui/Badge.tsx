import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export type BadgeLook = 'ai' | 'human' | 'closed' | 'waiting' | 'attention';

export function Badge({ look, children }: { look: BadgeLook; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[look]}`}>{children}</span>;
}
