/** Collects what comes in one burst and hands it over together, one hand-over after the other. */
export class Burst {
  private readonly waiting = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isRunning = false;

  /**
   * @param pause Milliseconds from the first of a burst.
   * @param handOver What it answers is tried again.
   */
  constructor(
    private readonly pause: number,
    private readonly handOver: (what: string[]) => Promise<string[]>,
    private readonly retryAfter = 3_000,
  ) {}

  add(what: string): void {
    this.waiting.add(what);
    this.wake(this.pause);
  }

  stop(): void {
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  private wake(after: number): void {
    if (this.timer !== undefined || this.isRunning) return;
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
    again.forEach((one) => this.waiting.add(one));
    if (this.waiting.size > 0) this.wake(hasMore ? this.pause : this.retryAfter);
  }
}
