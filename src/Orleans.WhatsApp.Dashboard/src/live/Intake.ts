import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { readChat } from '~/api/chats';
import { keys } from '~/api/keys';
import { isPassing } from '~/api/problem';
import { withoutChat, type ChatPages } from '~/chats/cache/chatPages';
import { put, underWay } from '~/chats/cache/put';
import { showChat } from '~/chats/cache/showChat';
import { observeArrival } from '~/time/serverClock';
import { Burst, type Again } from './Burst';
import type { ServerEvent } from './eventLines';
import { each } from './each';
import type { ChatChange, LiveEvents, SettingsChange } from './events';
import { Threads } from './Threads';

/** From here on, reading the list anew is cheaper than reading each of its chats. */
const mostChatsAtOnce = 20;

/** Events say what to read anew; here it is read, in bursts, and put where the screen looks. */
export class Intake {
  private readonly chats = new Burst(80, (ids) => this.readChats(ids));
  private readonly lists = new Burst(80, (what) => each(what, () => this.readAnew(keys.lists, keys.everyChat)));
  private readonly counts = new Burst(1_000, (what) => each(what, () => this.readAnew(keys.stats, keys.outbox)));
  private readonly searches = new Burst(1_500, (what) =>
    each(what, () => this.queries.invalidateQueries({ queryKey: keys.lists, predicate: (query) => query.queryKey[2] !== '' }, { throwOnError: true })),
  );

  private readonly threads: Threads;

  constructor(private readonly queries: QueryClient) {
    this.threads = new Threads(queries, (queryKey) => this.readAnew(queryKey));
  }

  take(event: ServerEvent): void {
    const handle = this.handlers[event.name as keyof LiveEvents] as ((data: unknown) => void) | undefined;
    handle?.(JSON.parse(event.data));
  }

  /** Whatever is on the screen is read anew; the rest when it is looked at. */
  readEverything(): void {
    this.refresh([]);
  }

  stop(): void {
    [this.chats, this.threads, this.lists, this.counts, this.searches].forEach((one) => one.stop());
  }

  private readonly handlers: { [Name in keyof LiveEvents]: (data: LiveEvents[Name]) => void } = {
    hello: ({ server_time, resumed_from }) => {
      observeArrival(server_time, Date.now());
      // What was read before the stream began may have changed in between.
      if (resumed_from === null) this.readEverything();
      else this.readWhatWasMissed();
    },
    reset: () => this.readEverything(),
    chat: ({ _id, what }) => this.takeChat(_id, what),
    settings: ({ what }) => what.forEach((one) => this.takeSettings(one)),
    connection: () => this.refresh(keys.connection, keys.channels),
    presence: ({ chat_id, people }) => {
      // What is under way was asked before, and would stand in place of this.
      void this.queries.cancelQueries({ queryKey: keys.presence(chat_id) });
      this.queries.setQueryData(keys.presence(chat_id), { people });
    },
    demo: ({ phone }) => this.refresh(keys.demoMessages(phone), keys.demoContacts),
  };

  private takeChat(id: string, what: ChatChange[]): void {
    this.chats.add(id);
    this.counts.add('counts');
    this.searches.add('searches');
    if (what.includes('message')) this.threads.takeMessage(id);
    if (what.includes('status')) this.threads.takeFate(id);
    if (what.includes('session') || what.includes('mode')) this.refresh(keys.sessions(id));
    this.refresh(keys.timeline(id));
  }

  private takeSettings(what: SettingsChange): void {
    switch (what) {
      case 'agents':
        this.refresh(keys.agents, keys.agentChoices);
        break;
      case 'blacklist':
        this.refresh(keys.numbers('blacklist'));
        break;
      case 'ignored':
        this.refresh(keys.numbers('ignored'));
        break;
      default:
        this.refresh(keys.connection, keys.channels);
    }
  }

  /** The stream goes on where it was; but it does not tell again who looks at a chat, nor what could not be read while nobody could be reached. */
  private readWhatWasMissed(): void {
    this.refresh(keys.everyPresence);
    const failed = (query: Query) => query.state.status === 'error' && isPassing(query.state.error);
    for (const { queryKey } of this.queries.getQueryCache().findAll({ predicate: failed })) this.refresh(queryKey);
  }

  private async readChats(ids: string[]): Promise<Again> {
    if (ids.length > mostChatsAtOnce) {
      this.lists.add('lists');
      return { what: [] };
    }

    return each(ids, async (id) => showChat(this.queries, await readChat(id)), (id) => this.remove(id));
  }

  private remove(id: string): void {
    this.queries.removeQueries({ queryKey: keys.chat(id) });
    for (const { queryKey } of this.queries.getQueryCache().findAll({ queryKey: keys.lists })) put<ChatPages>(this.queries, queryKey, (known) => known && withoutChat(known, id));
  }

  /** What fails says so where it stands, and is tried again when the connection comes back. */
  private refresh(...queryKeys: QueryKey[]): void {
    this.readAnew(...queryKeys).catch(() => undefined);
  }

  private async readAnew(...queryKeys: QueryKey[]): Promise<void> {
    await Promise.all(
      queryKeys.map((queryKey) => {
        this.followFirstAnswers(queryKey);
        return this.queries.invalidateQueries({ queryKey }, { throwOnError: true });
      }),
    );
  }

  /** What was never read is not asked for anew while its first answer is under way, though that may be older than what was told. */
  private followFirstAnswers(queryKey: QueryKey): void {
    for (const query of this.queries.getQueryCache().findAll({ queryKey, predicate: ({ state }) => state.data === undefined }))
      void underWay(query)?.then(() => this.queries.invalidateQueries({ queryKey: query.queryKey, exact: true }));
  }
}
