interface Invitation {
  token: string;
}

/** The gateway, called as one user: what a test prepares, and what a colleague does meanwhile. */
export class Gateway {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, { email, password }: { email: string; password: string }): Promise<Gateway> {
    const { access_token } = await post<{ access_token: string }>(`${url}/api/auth/login`, { email, password });
    return new Gateway(url, access_token);
  }

  /** A colleague with a password of his own. */
  async colleague(name: string, role: string): Promise<Gateway> {
    return Gateway.signIn(this.url, await this.newUser(name, role));
  }

  /** Invited, and has set a password. */
  async newUser(name: string, role: string): Promise<{ email: string; password: string }> {
    const email = `${name.toLowerCase()}-${Date.now()}@example.com`;
    const { invitation } = await this.call<{ invitation: Invitation }>('POST', '/api/users', { email, name, role });
    return this.accept(email, invitation);
  }

  /** The first admin of a tenant that has none; called as the platform's. */
  async firstAdmin(tenant: string): Promise<{ email: string; password: string }> {
    const { items } = await this.call<{ items: { _id: string; name: string }[] }>('GET', '/api/platform/tenants');
    const id = items.find((one) => one.name === tenant)?._id;
    const email = `first-${Date.now()}@example.com`;
    const { invitation } = await this.call<{ invitation: Invitation }>('POST', `/api/platform/tenants/${id}/admins`, { email, name: 'Olivia' });
    return this.accept(email, invitation);
  }

  private async accept(email: string, { token }: Invitation): Promise<{ email: string; password: string }> {
    const password = 'another long password';
    await post(`${this.url}/api/auth/accept`, { token, password });
    return { email, password };
  }

  configure(change: Record<string, unknown>): Promise<unknown> {
    return this.call('PUT', '/api/whatsapp/config', change);
  }

  chatOf(phone: string): Promise<string> {
    return this.firstChat(phone.replace(/\D/g, ''));
  }

  /** Where one number writes by several channels, its name tells which. */
  chatNamed(name: string): Promise<string> {
    return this.firstChat(name);
  }

  private async firstChat(search: string): Promise<string> {
    const found = await this.call<{ items: { _id: string }[] }>('GET', `/api/whatsapp/chats?q=${encodeURIComponent(search)}`);
    const chat = found.items[0];
    if (!chat) throw new Error(`Nothing is found for ${search}.`);
    return chat._id;
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
