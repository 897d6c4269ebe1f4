import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Screen, until } from './support/Screen';
import { newPhone, stage } from './support/stage';

describe('one chat’s life, as a person sees it', () => {
  const set = stage();
  const [phone, name] = [newPhone(), 'Selin Aydın'];
  let screen: Screen;

  beforeAll(async () => {
    await set.gateway.configure({ grace_period_seconds: 8 });
    screen = await Screen.signedIn(set.browser, set.url);
  });
  afterAll(() => screen.leave());

  it('a contact writes: the row appears by itself and counts down', async () => {
    await screen.page.getByRole('navigation').getByRole('list').waitFor();
    await set.world.write(phone, 'Are you open on Sunday?', name);
    const row = screen.row(name);
    await row.getByText(/^0:0\d$/).waitFor();
    expect(await row.textContent()).toContain('Are you open on Sunday?');
    expect(await row.getByText(/Waiting; the AI answers at/).count()).toBe(1);
    await screen.choose(name);
    await screen.sees('Your people have the first word.');
    await screen.button(/AI answers now/).waitFor();
    await screen.button(/\+2 minutes/).waitFor();
  });

  it('nobody answers: the AI does, in green, and the row says so', async () => {
    const answer = screen.messages.getByRole('article').filter({ has: screen.page.getByText('AI', { exact: true }) });
    await answer.first().waitFor();
    await screen.row(name).getByText('AI', { exact: true }).waitFor();
    await screen.seesNot(screen.button(/AI answers now/));
    await screen.sees('The AI has the word in this chat.');
    expect(await until(() => set.world.received(phone), (received) => received.length > 0)).toHaveLength(1);
  });

  it('a person takes over, and only then can write', async () => {
    expect(await screen.page.getByRole('textbox', { name: 'Write a message' }).count()).toBe(0);
    await screen.page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Take over' }).click();
    await screen.page.getByRole('textbox', { name: 'Write a message' }).waitFor();
    await screen.row(name).getByText('Admin').waitFor();
  });

  it('the answer appears at once and goes as far as the contact’s phone', async () => {
    await screen.write('We open at ten on Sunday.');
    await screen.bubble('We open at ten on Sunday.').getByText(/^(Sent|Delivered|Read)$/).waitFor();
    await until(() => set.world.received(phone), (received) => received.includes('We open at ten on Sunday.'));
    expect(await screen.bubble('We open at ten on Sunday.').count()).toBe(1);
  });

  it('the AI stays silent while a person holds the chat', async () => {
    const before = await set.world.received(phone);
    await set.world.write(phone, 'And on Monday?');
    await screen.bubble('And on Monday?').waitFor();
    await screen.button('Give back').waitFor();
    expect(await set.world.received(phone)).toEqual(before);
  });

  it('given back for an answer now, the AI answers what waits', async () => {
    await screen.button('Give back').click();
    await screen.page.getByRole('menuitem', { name: /Answer now/ }).click();
    await screen.row(name).getByText('AI', { exact: true }).waitFor();
    await until(() => screen.messages.getByRole('article').allTextContents(), (bubbles) => (bubbles.at(-1) ?? '').includes('AI'));
  });

  it('the history tells of the session, in words', async () => {
    await screen.page.getByRole('tab', { name: 'Session history' }).click();
    await screen.sees(/Taken over at|Active/);
    await screen.page.getByRole('tab', { name: 'Messages' }).click();
  });

  it('closed, it says so and offers to be opened again', async () => {
    await screen.button('Close chat').first().click();
    await screen.sees('This chat is closed.');
    await screen.row(name).getByText('Closed').waitFor();
    // Its session is over, and nothing pretends that it could be had back.
    const toast = screen.page.getByRole('status').filter({ hasText: 'The chat is closed.' });
    expect(await toast.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    await toast.getByRole('button', { name: 'Reopen' }).click();
    await screen.seesNot(screen.page.getByText('This chat is closed.'));
    await screen.button('Close chat').first().waitFor();
  });

  it('why the AI spoke and why it did not is told in plain words', async () => {
    await screen.page.getByRole('group', { name: 'Actions' }).getByRole('button', { name: 'Why did or didn’t the AI speak?' }).click();
    const why = screen.page.getByRole('complementary');
    await why.getByText('Nobody answered in time. The AI was asked.').waitFor();
    await why.getByText(/Admin.* took the chat over from the AI/).waitFor();
    await why.getByText('A person held the chat, so the AI stayed silent.').waitFor();
    await why.getByText(/Admin.* closed the chat/).waitFor();
  });

  it('nothing went wrong on the page meanwhile', () => expect(screen.complaints).toEqual([]));
});
