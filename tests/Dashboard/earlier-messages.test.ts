import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('what lies further back than the newest page of a chat', () => {
  const set = stage();
  const [phone, name, mine] = [newPhone(), 'Long Talk', 'When shall we come?'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    await set.world.write(phone, 'Hello', name);
    const chat = await until(() => set.gateway.chatOf(phone).catch(() => ''), (found) => found !== '');
    await set.gateway.call('POST', `/api/whatsapp/chats/${chat}/takeover`);
    await set.gateway.call('POST', `/api/whatsapp/chats/${chat}/send`, { text: mine, client_message_id: 'one' });
    for (let count = 1; count <= 60; count++) await set.world.write(phone, `Text ${count}`);
    const last = () => set.gateway.call<{ last_message_preview: string; message_count: number }>('GET', `/api/whatsapp/chats/${chat}`);
    await until(last, ({ message_count }) => message_count >= 62);
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('tells what has become of it without being loaded again', async () => {
    await screen.choose(name);
    await screen.bubble('Text 60').waitFor();
    expect(await screen.bubble(mine).count()).toBe(0);
    await screen.button('Earlier messages').click();
    await screen.bubble(mine).getByText(/^(Sent|Delivered)$/).waitFor();
    await set.world.read(phone, mine);
    await screen.bubble(mine).getByText('Read', { exact: true }).waitFor();
  });
});
