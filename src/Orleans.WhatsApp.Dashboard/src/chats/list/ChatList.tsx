import { useVirtualizer } from '@tanstack/react-virtual';
import { Inbox, SearchX } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatFilter } from '~/chats/filter';
import type { useChats } from '~/chats/useChats';
import { EmptyState, ErrorState, Loading } from '~/ui/Notice';
import styles from './ChatList.module.css';
import { ChatRow } from './ChatRow';
import { useMore } from './useMore';

const rowHeight = 76;
/** So many rows before the end of what was read, the next page is asked for. */
const lookAhead = 30;

interface Props {
  list: ReturnType<typeof useChats>;
  filter: ChatFilter;
  selectedId: string | undefined;
}

/** However many chats there are, only the rows that can be seen exist. */
export function ChatList({ list, filter, selectedId }: Props) {
  const { t } = useTranslation();
  const { chats, total, isPending, error, refetch } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: chats.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: useCallback((index: number) => chats[index]?._id ?? index, [chats]),
  });
  const visible = rows.getVirtualItems();
  const lastSeen = visible.at(-1)?.index ?? 0;

  const more = useMore(list, filter, lastSeen >= chats.length - lookAhead);

  useEffect(() => void scroller.current?.scrollTo(0, 0), [filter]);

  const place = chats.findIndex((chat) => chat._id === selectedId);
  const shown = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Moving through the chats by key keeps the row in sight; a row that moves by itself is not followed.
    if (place < 0 || shown.current === selectedId) return;
    shown.current = selectedId;
    rows.scrollToIndex(place, { align: 'auto' });
  }, [place, selectedId, rows]);

  if (isPending) return <Loading rows={8} />;
  if (error && chats.length === 0) return <ErrorState cause={error} onRetry={() => void refetch()} />;
  if (chats.length === 0)
    return filter.search ? (
      <EmptyState icon={<SearchX />} title={t('list.nothingFound')} />
    ) : (
      <EmptyState icon={<Inbox />} title={t(filter.view === 'all' ? 'list.empty' : 'list.emptyView')} />
    );

  return (
    <div className={styles.scroller} ref={scroller}>
      <ul className={styles.list} aria-label={t('list.title')} style={{ blockSize: rows.getTotalSize() }}>
        {visible.map(({ index, key, start }) => {
          const chat = chats[index];
          return (
            chat && (
              <li key={key} className={styles.place} style={{ transform: `translateY(${start}px)`, blockSize: rowHeight }} aria-setsize={total} aria-posinset={index + 1}>
                <ChatRow chat={chat} isSelected={chat._id === selectedId} />
              </li>
            )
          );
        })}
      </ul>
      {more.cause !== null && <ErrorState cause={more.cause} onRetry={() => void more.ask()} />}
    </div>
  );
}
