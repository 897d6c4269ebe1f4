import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen } from './support/Screen';
import { admin } from './support/Silo';
import { stage } from './support/stage';

describe('signing in', () => {
  const set = stage();
  let screen: Screen;

  beforeAll(async () => {
    screen = await Screen.open(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('whoever is not signed in is asked to, and is told that this is a demo', async () => {
    await screen.go('/whatsapp');
    await screen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await screen.sees('This is a demo: WhatsApp and the AI are simulated.');
  });

  it('a wrong password is refused in words', async () => {
    await screen.page.getByLabel('E-mail address').fill(admin.email);
    await screen.page.getByLabel('Password').fill('not the password');
    await screen.button('Sign in').click();
    await screen.page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
  });

  it('the right one leads to the chats', async () => {
    await screen.page.getByLabel('Password').fill(admin.password);
    await screen.button('Sign in').click();
    await screen.page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await screen.page.getByText('Demo', { exact: true }).waitFor();
  });

  it('two tabs whose tokens have ended do not take each other’s turn', async () => {
    const other = await screen.anotherTab();
    await other.go('/whatsapp');
    await other.page.getByRole('navigation', { name: 'Chats' }).waitFor();
    const endTokens = () => sessionStorage.setItem('access', JSON.stringify({ ...JSON.parse(sessionStorage.getItem('access')!), endsAt: 0 }));
    for (let round = 0; round < 4; round++) {
      await Promise.all([screen, other].map((one) => one.page.evaluate(endTokens)));
      await Promise.all([screen, other].map((one) => one.page.reload()));
      await Promise.all([screen, other].map((one) => one.row('Ayşe').waitFor()));
    }
    expect(await screen.page.getByRole('heading', { name: 'Sign in' }).count()).toBe(0);
    await other.page.close();
  });

  it('signed out in one tab is signed out in all', async () => {
    const other = await screen.anotherTab();
    await other.go('/whatsapp');
    await other.page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await other.button('Account and help').click();
    await other.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await screen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await screen.page.reload();
    await screen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.page.close();
  });

  it('signed out while a token is renewed, one stays signed out', async () => {
    await screen.signIn(admin);
    const other = await screen.anotherTab();
    await other.go('/whatsapp');
    await other.page.getByRole('navigation', { name: 'Chats' }).waitFor();
    await screen.page.route('**/api/auth/refresh', async (route) => {
      const response = await route.fetch();
      await other.button('Account and help').click();
      await other.page.getByRole('menuitem', { name: 'Sign out' }).click();
      await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await route.fulfill({ response });
    });
    await screen.page.evaluate(() => sessionStorage.removeItem('access'));
    await screen.page.reload();
    await screen.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await screen.page.evaluate(() => localStorage.getItem('refresh_token'))).toBeNull();
  });
});
