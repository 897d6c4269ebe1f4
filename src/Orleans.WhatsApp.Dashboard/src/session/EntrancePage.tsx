import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { info } from '~/api/auth';
import { keys } from '~/api/keys';
import { LanguagePicker } from '~/i18n/LanguagePicker';
import styles from './EntrancePage.module.css';

/** The frame of the pages before sign-in. */
export function EntrancePage({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.info, queryFn: info, staleTime: Infinity });
  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1 className={styles.title}>{title}</h1>
        {data?.demo && <p className={styles.demo}>{t('entrance.demo')}</p>}
        {children}
      </section>
      <LanguagePicker />
    </main>
  );
}
