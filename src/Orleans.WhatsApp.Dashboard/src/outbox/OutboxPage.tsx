import { ArrowLeft, PackageCheck } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate } from 'react-router';
import { keys } from '~/api/keys';
import { listOutbox } from '~/api/outbox';
import type { OutboxStatus } from '~/api/types';
import { ConnectionBar } from '~/live/ConnectionBar';
import { useMay } from '~/session/useUser';
import { Button } from '~/ui/Button';
import { EmptyState, ErrorState, Loading } from '~/ui/Notice';
import { OutboxRow } from './OutboxRow';
import styles from './OutboxPage.module.css';

const views: readonly (OutboxStatus | null)[] = [null, 'waiting', 'withheld', 'unclear', 'failed'];

/** What did not go out, or not yet: on its way, held back, unclear, failed. */
export default function OutboxPage() {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const [status, setStatus] = useState<OutboxStatus | null>(null);
  const [page, setPage] = useState(1);
  const { data, isPending, error, refetch } = useQuery({ queryKey: keys.outboxPage(status, page), queryFn: () => listOutbox(status, page), enabled: isAdmin });
  if (!isAdmin) return <Navigate to="/whatsapp" replace />;

  const pages = data ? Math.max(1, Math.ceil(data.total / data.limit)) : page;
  // The last page may empty while it is looked at, and then there is no way back from it.
  if (page > pages) setPage(pages);
  return (
    <div className={styles.page}>
      <ConnectionBar />
      <main className={styles.main}>
        <header className={styles.header}>
          <Link to="/whatsapp" className={styles.back} aria-label={t('chat.backToList')}>
            <ArrowLeft size={20} className="mirrored" aria-hidden="true" />
          </Link>
          <div>
            <h1>{t('outbox.title')}</h1>
            <p>{t('outbox.words')}</p>
          </div>
        </header>
        <div className={styles.filter} role="group" aria-label={t('outbox.filter')}>
          {views.map((one) => (
            <button
              key={one ?? 'all'}
              type="button"
              className={styles.choice}
              aria-pressed={one === status}
              onClick={() => {
                setStatus(one);
                setPage(1);
              }}
            >
              {t(`outbox.status.${one ?? 'all'}`)}
            </button>
          ))}
        </div>
        {isPending && <Loading rows={4} />}
        {!data && error && <ErrorState cause={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && <EmptyState icon={<PackageCheck />} title={t('outbox.empty')} />}
        {data && data.items.length > 0 && (
          <ul className={styles.list} aria-label={t('outbox.title')}>
            {data.items.map((item) => (
              <OutboxRow key={item._id} item={item} />
            ))}
          </ul>
        )}
        {data && pages > 1 && (
          <nav className={styles.pages} aria-label={t('outbox.pages')}>
            <Button disabled={page <= 1} onClick={() => setPage(page - 1)}>
              {t('outbox.newer')}
            </Button>
            <span>{t('outbox.page', { page, pages })}</span>
            <Button disabled={page >= pages} onClick={() => setPage(page + 1)}>
              {t('outbox.older')}
            </Button>
          </nav>
        )}
      </main>
    </div>
  );
}
