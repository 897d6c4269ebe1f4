import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listSessions } from '~/api/chats';
import { keys } from '~/api/keys';
import type { WhatsAppSession } from '~/api/types';
import { serverNow } from '~/time/serverClock';
import { useFormats } from '~/time/useFormats';
import { Badge } from '~/ui/Badge';
import { Button } from '~/ui/Button';
import { EmptyState, ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import styles from './SessionHistory.module.css';

/** The chat's sessions, newest first. */
export default function SessionHistory({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.sessions(chatId),
    queryFn: ({ pageParam }) => listSessions(chatId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const sessions = data?.pages.flatMap((page) => page.items) ?? [];

  if (isPending) return <Loading />;
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />;
  if (sessions.length === 0) return <EmptyState icon={<History />} title={t('sessions.none')} />;
  return (
    <div className={styles.scroller}>
      <ol className={styles.sessions}>
        {sessions.map((session) => (
          <Session key={session._id} session={session} />
        ))}
      </ol>
      <ProblemLine cause={error} />
      {hasNextPage && (
        <Button look="quiet" isBusy={isFetching} onClick={() => void fetchNextPage()}>
          {t('action.more')}
        </Button>
      )}
    </div>
  );
}

function Session({ session }: { session: WhatsAppSession }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const end = session.resolved_at ? Date.parse(session.resolved_at) : serverNow();
  return (
    <li className={styles.session}>
      <p className={styles.head}>
        <time dateTime={session.started_at}>{formats.moment(session.started_at)}</time>
        <Badge look={session.status === 'waiting' ? 'waiting' : session.status === 'active' ? 'ai' : 'closed'}>{t(`sessions.${session.status}`)}</Badge>
      </p>
      <p className={styles.facts}>
        <span>{t('sessions.duration', { duration: formats.duration(end - Date.parse(session.started_at)) })}</span>
        <span>{t('sessions.messages', { count: session.message_count })}</span>
        {session.taken_over_at && <span>{t('sessions.takenOver', { time: formats.time(session.taken_over_at) })}</span>}
        {session.resolved_by && <span>{t(`sessions.resolvedBy.${session.resolved_by}`)}</span>}
      </p>
    </li>
  );
}
