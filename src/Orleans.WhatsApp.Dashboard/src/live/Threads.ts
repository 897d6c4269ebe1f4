import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import { listMessages, messagesPerPage, mostMessagesPerPage } from '~/api/chats';
import { keys } from '~/api/keys';
import type { Listing, WhatsAppMessage } from '~/api/types';
import { messagesOf, withNewest, withReadings, type MessagePages } from '~/chats/cache/messagePages';
import { underWay } from '~/chats/cache/put';
import { Burst } from './Burst';
import { each } from './each';

/**
 * Brings the messages of the thread that is on the screen up to date. An event does not say which of them it means, and mostly it is a new one: those are read at
 * once, and what the reader has gone back to a little later, for all that was told meanwhile.
 */
export class Threads {
  /** Also of what lies further back, so that of two readings the later one is shown. */
  private readonly readings = new Burst(80, (ids) => each(ids, (id) => this.read(id)));
  private readonly fates = new Burst(2_000, async (ids) => {
    for (const id of ids.filter((one) => this.known(one) > messagesPerPage)) {
      this.farBack.add(id);
      this.readings.add(id);
    }
    return { what: [] };
  });
  private readonly farBack = new Set<string>();

  /** @param readAnew For a thread that nobody looks at. */
  constructor(
    private readonly queries: QueryClient,
    private readonly readAnew: (queryKey: QueryKey) => Promise<void>,
  ) {}

  /** There is a message more, or one less. */
  takeMessage(id: string): void {
    this.readings.add(id);
  }

  /** Some message is not what it was: delivered, read, edited, deleted. */
  takeFate(id: string): void {
    this.readings.add(id);
    this.fates.add(id);
  }

  stop(): void {
    this.readings.stop();
    this.fates.stop();
  }

  private async read(id: string): Promise<void> {
    const query = this.queries.getQueryCache().find({ queryKey: keys.messages(id), exact: true });
    const isFarBack = this.farBack.delete(id);
    if (!query?.isActive()) return this.readAnew(keys.messages(id));
    try {
      const newest = await listMessages(id, null);
      this.show(query, isFarBack, (known) => withNewest(known, newest));
      if (isFarBack) await this.readFarBack(query, newest);
    } catch (cause) {
      if (isFarBack) this.farBack.add(id);
      throw cause;
    }
  }

  /** As far as the reader has gone, in few large pieces. */
  private async readFarBack(query: Query, newest: Listing<WhatsAppMessage>): Promise<void> {
    const [, id] = query.queryKey as ReturnType<typeof keys.messages>;
    let [read, cursor] = [newest.items.length, newest.next_cursor];
    while (cursor !== null && this.known(id) > read) {
      const page: Listing<WhatsAppMessage> = await listMessages(id, cursor, mostMessagesPerPage);
      this.show(query, true, (known) => withReadings(known, page.items));
      [read, cursor] = [read + page.items.length, page.next_cursor];
    }
  }

  private show(query: Query, isFarBack: boolean, change: (known: MessagePages | undefined) => MessagePages | undefined): void {
    const [, id] = query.queryKey as ReturnType<typeof keys.messages>;
    this.queries.setQueryData<MessagePages>(query.queryKey, change);
    // Read once more when that has come, and not put again: by then, this one may be the older of the two.
    void underWay(query)?.then(() => (isFarBack ? this.takeFate(id) : this.takeMessage(id)));
  }

  /** How many messages of a thread are on the screen. */
  private known(id: string): number {
    return messagesOf(this.queries.getQueryData<MessagePages>(keys.messages(id))).length;
  }
}
