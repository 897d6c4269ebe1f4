import { orAborted } from '~/api/orAborted';
import { backoff } from './backoff';
import { EventLines, type ServerEvent } from './eventLines';

export type FeedState = 'connecting' | 'live' | 'lost';

/** The silo says every 15 s that it is still there. Whoever hears nothing for this long talks to nobody. */
const longestSilence = 45_000;

interface Listener {
  onEvent(event: ServerEvent): void;
  onState(state: FeedState): void;
}

/**
 * The tenant's live updates, for as long as the page is open: resumed from the last event whenever the connection ends.
 *
 * Read with fetch instead of EventSource: it carries the access token itself, sees why it was refused, and hears the heartbeats, without which a
 * connection that is dead and was not closed looks like a quiet evening.
 */
export class Feed {
  private lastId: string | null = null;
  private connection: AbortController | null = null;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;

  constructor(
    private readonly listener: Listener,
    private readonly open: (lastId: string | null, signal: AbortSignal) => Promise<Response>,
  ) {}

  start(): void {
    void this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.drop();
  }

  /** Lets go of what may be dead and begins anew, from where it was. */
  reconnect(): void {
    if (this.isStopped) return;
    this.drop();
    this.failures = 0;
    void this.run();
  }

  /** The machine says that it has no network. */
  lose(): void {
    this.drop();
    this.listener.onState('lost');
  }

  private drop(): void {
    clearTimeout(this.retry);
    this.connection?.abort();
    this.connection = null;
  }

  private async run(): Promise<void> {
    const connection = new AbortController();
    this.connection = connection;
    try {
      await this.follow(connection);
    } catch {
      this.failures++;
    }

    if (this.connection !== connection || this.isStopped) return;
    // A stream that was live and ended is resumed at once: its token ended, or its silo was stopped.
    this.listener.onState('lost');
    this.retry = setTimeout(() => void this.run(), backoff(this.failures, Math.random()));
  }

  private async follow(connection: AbortController): Promise<void> {
    const response = await watched(this.open(this.lastId, connection.signal), connection);
    if (!response.ok || !response.body) throw new Error(`The stream was refused with ${response.status}.`);
    const lines = new EventLines();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await watched(reader.read(), connection);
      if (done || this.connection !== connection) return;
      for (const event of lines.push(value)) this.take(event);
    }
  }

  private take(event: ServerEvent): void {
    if (event.name === 'hello') {
      this.failures = 0;
      this.listener.onState('live');
    }
    this.listener.onEvent(event);
    // Only now: what was not taken in is asked for again.
    if (event.id !== null) this.lastId = event.id;
  }
}

/** Ends with the connection, whatever becomes of the sign: before there is a call that could be let go of, it may be the access token that is waited for. */
function watched<T>(sign: Promise<T>, connection: AbortController): Promise<T> {
  const watchdog = setTimeout(() => connection.abort(), longestSilence);
  return orAborted(sign, connection.signal).finally(() => clearTimeout(watchdog));
}
