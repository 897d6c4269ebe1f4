import { useTranslation } from 'react-i18next';
import { useStats } from '~/chats/useChats';
import styles from './StatsBar.module.css';

const figures = [
  ['total', 'totalChats'],
  ['ai', 'aiChats'],
  ['human', 'humanChats'],
  ['waiting', 'waitingChats'],
  ['closed', 'closedChats'],
] as const;

export function StatsBar() {
  const { t } = useTranslation();
  const { data } = useStats();
  return (
    <dl className={styles.bar} aria-label={t('stats.title')}>
      {figures.map(([name, field]) => (
        <div key={name} className={`${styles.figure} ${styles[name]}`}>
          <dt>{t(`stats.${name}`)}</dt>
          <dd>{data?.[field] ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
