import type { QueryClient } from '@tanstack/react-query';
import { listMessages, readChat } from '~/api/chats';
import { keys } from '~/api/keys';
import { ApiProblem } from '~/api/problem';
import type { WhatsAppChat } from '~/api/types';
import { later, withChat, withoutChat, type ChatPages } from '~/chats/cache/chatPages';
import { withNewest, type MessagePages } from '~/chats/cache/messagePages';
import type { View } from '~/chats/filter';
import { observeArrival } from '~/time/serverClock';
import { Burst } from './Burst';
import type { ServerEvent } from './eventLines';
import type { ChatChange, LiveEvents, SettingsChange } from './events';

/** From here on, reading the list anew is cheaper than reading each of its chats. */
const mostChatsAtOnce = 20;

/** Events say what to read anew; here it is read, in bursts, and put where the screen looks. */
export class Intake {
  private readonly chats = new Burst(80, (ids) => this.readChats(ids));
  private readonly messages = new Burst(80, (ids) => this.readMessages(ids));
  private readonly counts = new Burst(1_000, async () => {
    await Promise.all([this.refresh(keys.stats), this.refresh(keys.outbox)]);
    return [];
  });
  private readonly searches = new Burst(1_500, async () => {
    await this.queries.invalidateQueries({ queryKey: keys.lists, predicate: (query) => query.queryKey[2] !== '' });
    return [];
  });

  constructor(private readonly queries: QueryClient) {}

  take(event: ServerEvent): void {
    const handle = this.handlers[event.name as keyof LiveEvents] as ((data: unknown) => void) | undefined;
    handle?.(JSON.parse(event.data));
  }

  /** Whatever is on the screen is read anew; the rest when it is looked at. */
  readEverything(): void {
    void this.queries.invalidateQueries();
  }

  stop(): void {
    [this.chats, this.messages, this.counts, this.searches].forEach((burst) => burst.stop());
  }

  private readonly handlers: { [Name in keyof LiveEvents]: (data: LiveEvents[Name]) => void } = {
    hello: ({ server_time, resumed_from }) => {
      observeArrival(server_time, Date.now());
      // What was read before the stream began may have changed in between.
      if (resumed_from === null) this.readEverything();
    },
    reset: () => this.readEverything(),
    chat: ({ _id, what }) => this.takeChat(_id, what),
    settings: ({ what }) => what.forEach((one) => this.takeSettings(one)),
    connection: () => this.refreshConnection(),
    presence: ({ chat_id, people }) => void this.queries.setQueryData(keys.presence(chat_id), { people }),
    demo: ({ phone }) => {
      void this.refresh(keys.demoMessages(phone));
      void this.refresh(keys.demoContacts);
    },
  };

  private takeChat(id: string, what: ChatChange[]): void {
    this.chats.add(id);
    this.counts.add('stats');
    this.searches.add('lists');
    if (what.includes('message') || what.includes('status')) this.messages.add(id);
    if (what.includes('session') || what.includes('mode')) void this.refresh(keys.sessions(id));
    void this.refresh(keys.timeline(id));
  }

  private takeSettings(what: SettingsChange): void {
    switch (what) {
      case 'agents':
        void this.refresh(keys.agents);
        void this.refresh(keys.agentChoices);
        break;
      case 'blacklist':
        void this.refresh(keys.numbers('blacklist'));
        break;
      case 'ignored':
        void this.refresh(keys.numbers('ignored'));
        break;
      default:
        this.refreshConnection();
    }
  }

  private refreshConnection(): void {
    void this.refresh(keys.connection);
    void this.refresh(keys.channels);
  }

  private async readChats(ids: string[]): Promise<string[]> {
    if (ids.length > mostChatsAtOnce) {
      await Promise.all([this.refresh(keys.lists), this.refresh(keys.everyChat)]);
      return [];
    }

    return this.each(ids, async (id) => this.show(await readChat(id)), (id) => this.remove(id));
  }

  private async readMessages(ids: string[]): Promise<string[]> {
    return this.each(ids, async (id) => {
      const key = keys.messages(id);
      if (!this.queries.getQueryCache().find({ queryKey: key, exact: true })?.isActive()) {
        await this.refresh(key);
        return;
      }

      const newest = await listMessages(id, null);
      this.queries.setQueryData<MessagePages>(key, (known) => withNewest(known, newest));
    });
  }

  private show(read: WhatsAppChat): void {
    this.queries.setQueryData<WhatsAppChat>(keys.chat(read._id), (known) => later(known, read));
    for (const query of this.queries.getQueryCache().findAll({ queryKey: keys.lists })) {
      const [, view, search] = query.queryKey as [string, View, string];
      if (search === '') this.queries.setQueryData<ChatPages>(query.queryKey, (known) => known && withChat(known, read, view));
    }
  }

  private remove(id: string): void {
    this.queries.removeQueries({ queryKey: keys.chat(id) });
    this.queries.setQueriesData<ChatPages>({ queryKey: keys.lists }, (known) => known && withoutChat(known, id));
  }

  /** Answers those that could not be read. */
  private async each(ids: string[], read: (id: string) => Promise<void>, whenGone: (id: string) => void = () => {}): Promise<string[]> {
    const failed = await Promise.all(
      ids.map(async (id) => {
        try {
          await read(id);
          return [];
        } catch (cause) {
          if (cause instanceof ApiProblem && cause.status > 0 && cause.status < 500) {
            if (cause.status === 404) whenGone(id);
            return [];
          }
          return [id];
        }
      }),
    );
    return failed.flat();
  }

  private refresh(queryKey: readonly unknown[]): Promise<void> {
    return this.queries.invalidateQueries({ queryKey });
  }
}
