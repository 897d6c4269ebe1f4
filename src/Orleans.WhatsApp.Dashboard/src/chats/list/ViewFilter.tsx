import { useTranslation } from 'react-i18next';
import { views, type View } from '~/chats/filter';
import styles from './ViewFilter.module.css';

export function ViewFilter({ view, onChange }: { view: View; onChange: (view: View) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.filter} role="group" aria-label={t('filter.title')}>
      {views.map((one) => (
        <button key={one} type="button" className={styles.choice} aria-pressed={one === view} onClick={() => onChange(one)}>
          {t(`filter.${one}`)}
        </button>
      ))}
    </div>
  );
}
