import { useInfiniteQuery } from '@tanstack/react-query';
import { MessageCircleQuestion, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listTimeline } from '~/api/chats';
import { keys } from '~/api/keys';
import { Button, IconButton } from '~/ui/Button';
import { EmptyState, ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import { isDetail } from './sentences';
import { useNames } from './useNames';
import { WhyEntry } from './WhyEntry';
import styles from './WhyPanel.module.css';

/** Why the AI spoke, and why it did not: the chat's decisions in plain words, newest first. */
export default function WhyPanel({ chatId, onClose }: { chatId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useNames(chatId);
  const [showsDetails, setShowsDetails] = useState(false);
  const { data, isPending, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.timeline(chatId),
    queryFn: ({ pageParam }) => listTimeline(chatId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const entries = data?.pages.flatMap((page) => page.items.toReversed()).filter((entry) => showsDetails || !isDetail(entry)) ?? [];

  return (
    <aside className={styles.panel} aria-label={t('why.title')}>
      <header className={styles.header}>
        <h3>{t('why.title')}</h3>
        <IconButton label={t('action.close')} onClick={onClose}>
          <X size={20} aria-hidden="true" />
        </IconButton>
      </header>
      <label className={styles.details}>
        <input type="checkbox" checked={showsDetails} onChange={(event) => setShowsDetails(event.target.checked)} />
        {t('why.details')}
      </label>
      <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('why.title')}>
        {isPending ? (
          <Loading />
        ) : !data ? (
          <ErrorState cause={error} onRetry={() => void refetch()} />
        ) : entries.length === 0 ? (
          <EmptyState icon={<MessageCircleQuestion />} title={t('why.none')} />
        ) : (
          <ol className={styles.entries}>
            {entries.map((entry, index) => (
              <WhyEntry key={`${entry.at}-${entry.rule}-${index}`} entry={entry} nameOf={nameOf} />
            ))}
          </ol>
        )}
        {data && <ProblemLine cause={error} />}
        {hasNextPage && (
          <Button look="quiet" isBusy={isFetching} onClick={() => void fetchNextPage()}>
            {t('action.more')}
          </Button>
        )}
      </div>
    </aside>
  );
}
