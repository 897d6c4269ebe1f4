/** What could not be handed over and may be tried again. */
export interface Again {
  what: string[];
  /** Milliseconds for which everything has to rest, where the other side wants to be left alone. */
  pause?: number;
}

/** Collects what comes in one burst and hands it over together, one hand-over after the other. */
export class Burst {
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isRunning = false;
  private isStopped = false;

  /**
   * @param pause Milliseconds from the first of a burst.
   * @param handOver What it answers is tried again.
   */
  constructor(
    private readonly pause: number,
    private readonly handOver: (what: string[]) => Promise<Again>,
    private readonly retryAfter = 3_000,
  ) {}

  add(what: string): void {
    this.waiting.add(what);
    this.wake(this.pause);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private wake(after: number): void {
    if (this.timer !== undefined || this.isRunning || this.isStopped) return;
    this.timer = setTimeout(() => void this.run(), after);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.isRunning = true;
    const what = [...this.waiting];
    this.waiting.clear();
    const again = await this.handOver(what);
    this.isRunning = false;
    const hasMore = this.waiting.size > 0;
    again.what.forEach((one) => this.waiting.add(one));
    if (this.waiting.size > 0) this.wake(again.pause ?? (hasMore ? this.pause : this.retryAfter));
  }
}
