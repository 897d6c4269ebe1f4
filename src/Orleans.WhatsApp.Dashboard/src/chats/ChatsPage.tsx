import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ConnectionBar } from '~/live/ConnectionBar';
import { ChatKeys } from '~/keyboard/ChatKeys';
import { SettingsGate } from '~/settings/SettingsGate';
import { DemoGate } from '~/demo/DemoGate';
import { FirstRunGate } from '~/firstRun/FirstRunGate';
import { InPlace } from '~/ui/InPlace';
import { lazyPart } from '~/ui/lazyPart';
import styles from './ChatsPage.module.css';
import type { ChatFilter, View } from './filter';
import { ChatList } from './list/ChatList';
import { ListHeader } from './list/ListHeader';
import { SearchBar } from './list/SearchBar';
import { StatsBar } from './list/StatsBar';
import { ViewFilter } from './list/ViewFilter';
import { NoChatChosen } from './NoChatChosen';
import { PageTitle } from './PageTitle';
import { useChats } from './useChats';

const loadPane = () => import('./ChatPane');
const ChatPane = lazyPart(loadPane);
/** After the list is there, so that what is wanted first comes first. */
const pauseBeforeLoading = 500;

/** Both routes: the list, and beside it the chat that was chosen. Narrow screens show one at a time. */
export function ChatsPage() {
  const { t } = useTranslation();
  const { chatId } = useParams();
  const [filter, setFilter] = useState<ChatFilter>({ view: 'all', search: '' });
  const setView = useCallback((view: View) => setFilter((known) => ({ ...known, view })), []);
  const setSearch = useCallback((search: string) => setFilter((known) => (known.search === search ? known : { ...known, search })), []);
  const list = useChats(filter);

  // A chat will be chosen soon.
  useEffect(() => {
    if (list.isPending) return;
    const timer = window.setTimeout(() => void loadPane().catch(() => undefined), pauseBeforeLoading);
    return () => window.clearTimeout(timer);
  }, [list.isPending]);

  return (
    <FirstRunGate>
      <PageTitle />
      <div className={styles.page}>
        <ConnectionBar />
        <div className={`${styles.panels} ${chatId ? styles.open : ''}`}>
          <nav className={styles.list} aria-label={t('list.title')}>
            <ListHeader />
            <StatsBar />
            <SearchBar value={filter.search} onChange={setSearch} />
            <ViewFilter view={filter.view} onChange={setView} />
            <ChatList list={list} filter={filter} selectedId={chatId} />
          </nav>
          <main className={styles.chat}>
            <InPlace key={chatId}>{chatId ? <ChatPane chatId={chatId} /> : <NoChatChosen />}</InPlace>
          </main>
        </div>
      </div>
      <ChatKeys chats={list.chats} selectedId={chatId} />
      <SettingsGate />
      <DemoGate />
    </FirstRunGate>
  );
}
