import { ArrowDown } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhatsAppChat } from '~/api/types';
import { useMessages } from '~/chats/useMessages';
import { useIsWhyOverChat } from '~/chats/why/useWhyPanel';
import { useFormats } from '~/time/useFormats';
import { Button, IconButton } from '~/ui/Button';
import { ErrorState, Loading, ProblemLine } from '~/ui/Notice';
import { InSight } from './inSight';
import { MessageBubble } from './MessageBubble';
import styles from './MessageList.module.css';
import { OutgoingBubble } from './OutgoingBubble';
import { SessionDivider } from './SessionDivider';
import { threadItems } from './threadItems';
import { useOutgoing } from './useOutbox';

/** Further from the newest message than this, the way back is offered. */
const farAway = 240;

/** What was said. The newest stays in sight unless the reader has gone back; more comes as it is scrolled to. */
export function MessageList({ chat }: { chat: WhatsAppChat }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { messages, isPending, error, refetch, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = useMessages(chat._id);
  const outgoing = useOutgoing(chat._id);
  const isCovered = useIsWhyOverChat();
  const items = useMemo(() => threadItems(messages, formats.dayKey), [messages, formats]);
  const scroller = useRef<HTMLDivElement>(null);
  const [isAway, setAway] = useState(false);
  // What scrollTo answers is a promise in newer browsers, which an effect must not hand on.
  const toNewest = () => void scroller.current?.scrollTo({ top: 0, behavior: 'smooth' });

  // One's own message is always seen.
  useEffect(toNewest, [outgoing.length]);

  if (isPending) return <div className={styles.list}><Loading /></div>;
  if (error && messages.length === 0) return <div className={styles.list}><ErrorState cause={error} onRetry={() => void refetch()} /></div>;

  return (
    <div className={styles.frame}>
      {/* Turned around, so that the browser itself keeps the newest in sight; from there, up is negative. */}
      <div
        className={styles.list}
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label={t('chat.messages')}
        onScroll={(event) => setAway(event.currentTarget.scrollTop < -farAway)}
      >
        <div className={styles.thread}>
          {isFetchNextPageError && <ProblemLine cause={error} />}
          {hasNextPage && (
            <Button look="quiet" className={styles.earlier ?? ''} isBusy={isFetching} onClick={() => void fetchNextPage()}>
              {t('thread.earlier')}
            </Button>
          )}
          <div role="log" aria-live="polite" aria-relevant="additions" aria-label={t('chat.messages')} className={styles.items}>
            {items.map((item) => {
              switch (item.kind) {
                case 'day':
                  return <p key={item.key} className={styles.day}>{formats.day(item.at)}</p>;
                case 'session':
                  return <SessionDivider key={item.key} sessionId={item.sessionId} at={item.at} />;
                case 'message':
                  return <MessageBubble key={item.key} message={item.message} isFirstOfSender={item.isFirstOfSender} />;
              }
            })}
            {outgoing.map((one) => (
              <OutgoingBubble key={one.id} outgoing={one} chat={chat} />
            ))}
            {!isAway && !isCovered && <InSight chatId={chat._id} />}
          </div>
        </div>
      </div>
      {isAway && (
        <IconButton label={t('thread.toNewest')} className={styles.newest ?? ''} onClick={toNewest}>
          <ArrowDown size={20} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
