interface Received {
  message_id: string;
  text: string;
  origin: string;
}

/** The outside world's own control: contacts write, phones receive, providers fail. */
export class World {
  /** The number that contacts write to; needs a name where the world has several. */
  account: string | undefined;

  constructor(private readonly url: string) {}

  write(phone: string, text: string, name?: string): Promise<unknown> {
    return this.send(phone, { text, ...(name ? { name } : {}), ...(this.account ? { account_id: this.account } : {}) });
  }

  /** To another number than the usual one. */
  writeTo(account_id: string, phone: string, text: string, name: string): Promise<unknown> {
    return this.send(phone, { text, name, account_id });
  }

  /** Something else than text: its kind and what belongs to it, as the world's README lists it. */
  sendTo(account_id: string, phone: string, what: Record<string, unknown>): Promise<unknown> {
    return this.send(phone, { ...what, account_id });
  }

  /** Presses a button that the contact was sent. */
  tap(phone: string, choice: string): Promise<unknown> {
    return this.post(`/sim/contacts/${encodeURIComponent(phone)}/tap`, { choice });
  }

  /** What the next recordings say. */
  says(text: string): Promise<unknown> {
    return this.post('/sim/speech', { text });
  }

  async received(phone: string): Promise<string[]> {
    return (await this.allReceived(phone)).map((one) => one.text);
  }

  /** The contact opens a message that it was sent. */
  async read(phone: string, text: string): Promise<void> {
    const message_id = (await this.allReceived(phone)).find((one) => one.text === text)?.message_id;
    await this.post(`/sim/contacts/${encodeURIComponent(phone)}/read`, { message_id });
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

  private async allReceived(phone: string): Promise<Received[]> {
    const answer = await fetch(`${this.url}/sim/contacts/${encodeURIComponent(phone)}/received`);
    return ((await answer.json()) as { items: Received[] }).items;
  }

  private send(phone: string, body: Record<string, unknown>): Promise<unknown> {
    return this.post(`/sim/contacts/${encodeURIComponent(phone)}/write`, body);
  }

  private async post(path: string, body: unknown): Promise<unknown> {
    const answer = await fetch(this.url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }
}
