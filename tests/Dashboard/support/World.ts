interface Received {
  text: string;
  origin: string;
}

/** The outside world's own control: contacts write, phones receive, providers fail. */
export class World {
  /** The number that contacts write to; needs a name where the world has several. */
  account: string | undefined;

  constructor(private readonly url: string) {}

  write(phone: string, text: string, name?: string): Promise<unknown> {
    return this.post(`/sim/contacts/${encodeURIComponent(phone)}/write`, { text, ...(name ? { name } : {}), ...(this.account ? { account_id: this.account } : {}) });
  }

  async received(phone: string): Promise<string[]> {
    const answer = await fetch(`${this.url}/sim/contacts/${encodeURIComponent(phone)}/received`);
    return ((await answer.json()) as { items: Received[] }).items.map((one) => one.text);
  }

  /** @param next So many calls; all of them without it. */
  fail(operation: 'Send' | 'Read', kind: string, next?: number): Promise<unknown> {
    return this.post('/sim/faults', { kind, operation, ...(next === undefined ? {} : { next }) });
  }

  async heal(): Promise<void> {
    await fetch(`${this.url}/sim/faults`, { method: 'DELETE' });
  }

  behave(behaviour: Record<string, unknown>): Promise<unknown> {
    return this.post('/sim/behaviour', behaviour);
  }

  private async post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(this.url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }
}
