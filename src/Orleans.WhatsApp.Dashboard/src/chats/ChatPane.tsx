import * as Tabs from '@radix-ui/react-tabs';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '~/api/problem';
import { InPlace } from '~/ui/InPlace';
import { lazyPart } from '~/ui/lazyPart';
import { EmptyState, ErrorState, Loading } from '~/ui/Notice';
import { Part } from '~/ui/Part';
import { SearchX } from 'lucide-react';
import styles from './ChatPane.module.css';
import { ContentGate } from './content/ContentGate';
import { ChatHeader } from './header/ChatHeader';
import { WaitingBar } from './header/WaitingBar';
import { usePresence } from './presence/usePresence';
import { Composer } from './thread/Composer';
import { MessageList } from './thread/MessageList';
import { useChat } from './useChats';
import { useWhyPanel } from './why/useWhyPanel';

const SessionHistory = lazyPart(() => import('./sessions/SessionHistory'));
const WhyPanel = lazyPart(() => import('./why/WhyPanel'));

/** The chosen chat: who it is, what was said, and what can be done. */
export default memo(function ChatPane({ chatId }: { chatId: string }) {
  const { t } = useTranslation();
  const { data: chat, isPending, error, refetch } = useChat(chatId);
  const presence = usePresence(chatId);
  const why = useWhyPanel();

  if (isPending) return <div className={styles.pane}><Loading /></div>;
  if (!chat)
    return (
      <div className={styles.pane}>
        {error instanceof ApiProblem && error.status === 404 ? (
          <EmptyState icon={<SearchX />} title={t('problems.chat_not_found')}>
            <Link to="/whatsapp">{t('chat.backToList')}</Link>
          </EmptyState>
        ) : (
          <ErrorState cause={error} onRetry={() => void refetch()} />
        )}
      </div>
    );

  return (
    <>
      <Tabs.Root defaultValue="messages" className={styles.pane}>
        <ChatHeader chat={chat} people={presence.people} />
        <WaitingBar chat={chat} />
        <Tabs.List className={styles.tabs} aria-label={t('chat.tabs')}>
          <Tabs.Trigger value="messages" className={styles.tab}>
            {t('chat.messages')}
          </Tabs.Trigger>
          <Tabs.Trigger value="sessions" className={styles.tab}>
            {t('chat.sessions')}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="messages" className={styles.body}>
          <MessageList chat={chat} />
          <Composer chat={chat} onTyping={presence.typing} />
        </Tabs.Content>
        <Tabs.Content value="sessions" className={styles.body}>
          <InPlace>
            <SessionHistory chatId={chat._id} />
          </InPlace>
        </Tabs.Content>
      </Tabs.Root>
      <ContentGate chat={chat} />
      {why.isOpen && (
        <Part onClose={why.toggle} onOpen={why.open}>
          <WhyPanel chatId={chat._id} onClose={why.toggle} />
        </Part>
      )}
    </>
  );
});
