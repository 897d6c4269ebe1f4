import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { accountOf, newPhone, stage } from './support/stage';

describe('three channels side by side', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 600 });
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  const card = (name: string) => screen.page.getByRole('dialog').getByRole('region', { name });

  it.each(['Unipile', 'Meta', 'Wappi'])('row and header of who writes by %s say so', async (provider) => {
    const name = `Writes By ${provider}`;
    await set.world.writeTo(await accountOf(set.gateway, provider.toLowerCase()), newPhone(), 'Hello', name);
    await screen.row(name).getByText(`By ${provider}`, { exact: true }).waitFor();
    await screen.choose(name);
    await screen.page.getByRole('main').locator('header').getByText(`By ${provider}`, { exact: true }).waitFor();
  });

  it('each has its card, with its number', async () => {
    await screen.go('/whatsapp?settings=connection');
    for (const name of ['Unipile', 'Meta', 'Wappi']) await card(name).getByText('Connected', { exact: true }).waitFor();
  });

  it('each says where its provider has to report', async () => {
    const addressOf = (name: string) => card(name).getByLabel('Where the provider reports').inputValue();
    expect(await addressOf('Meta')).toBe(`${set.url}/webhooks/meta`);
    expect(await addressOf('Wappi')).toBe(`${set.url}/webhooks/wappi`);
    // Meta’s is entered at Meta.
    expect(await card('Meta').getByRole('button', { name: 'Register' }).count()).toBe(0);
  });

  it('what the business begins by itself is switched off for one of them alone', async () => {
    const choice = card('Wappi').getByLabel('What the business begins by itself');
    expect(await choice.inputValue()).toBe('inherited');
    await choice.selectOption('off');
    await card('Wappi').getByText('It is held back here and not handed to the provider.').waitFor();
    await card('Meta').getByText('It goes out, like every answer.').waitFor();
    await choice.selectOption('inherited');
    await card('Wappi').getByText('It goes out, like every answer.').waitFor();
  });

  it('a channel offers what it carries, and no more', async () => {
    const offers = async (provider: string, name: string) => {
      await screen.go('/whatsapp');
      await set.world.writeTo(await accountOf(set.gateway, provider), newPhone(), 'Hello', name);
      await screen.choose(name);
      await screen.button('Add something').focus();
      await screen.page.keyboard.press('Enter');
      await screen.page.getByRole('menuitem').first().waitFor();
      return screen.page.getByRole('menuitem').allTextContents();
    };
    expect(await offers('meta', 'Offered By Meta')).toEqual(['File', 'Template', 'Reply buttons', 'List']);
    expect(await offers('wappi', 'Offered By Wappi')).toEqual(['File']);
  });
});
