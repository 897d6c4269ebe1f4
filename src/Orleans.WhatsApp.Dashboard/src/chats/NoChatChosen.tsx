import { MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '~/ui/Notice';
import styles from './NoChatChosen.module.css';

export function NoChatChosen() {
  const { t } = useTranslation();
  return (
    <div className={styles.place}>
      <EmptyState icon={<MessagesSquare />} title={t('chat.choose')}>
        <p>{t('chat.chooseHint')}</p>
      </EmptyState>
    </div>
  );
}
