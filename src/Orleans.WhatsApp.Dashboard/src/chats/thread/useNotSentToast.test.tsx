import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { beforeEach, expect, it, vi } from 'vitest';
import { keys } from '~/api/keys';
import { rendered, wordsOf } from '~/testing/rendered';
import { dismissAll } from '~/ui/toasts';
import { Toasts } from '~/ui/Toasts';
import { useNotSentToast } from './useNotSentToast';

const page = vi.hoisted(() => ({ user: 'me' as string | undefined, chat: '' }));
vi.mock('~/session/access', () => ({ currentUser: () => page.user && { _id: page.user } }));
vi.mock('./inSight', () => ({ isInSight: (chatId: string) => chatId === page.chat }));

beforeEach(() => {
  vi.useFakeTimers();
  dismissAll();
  Object.assign(page, { user: 'me', chat: '' });
});

/** What is told of a message that was not taken in the chat. */
function told(chatId: string, name?: string): string {
  const queries = new QueryClient();
  if (name) queries.setQueryData(keys.chat(chatId), { _id: chatId, contact_name: name });
  let tell: (chatId: string) => void = () => {};
  const Writer = () => ((tell = useNotSentToast()), null);
  rendered(<QueryClientProvider client={queries}><Writer /></QueryClientProvider>);
  tell(chatId);
  return wordsOf(rendered(<Toasts />));
}

it('whoever has left the chat is told, with the way back', () => expect(told('chat', 'Ayşe')).toMatch(/Your message to .*Ayşe.* was not sent\. Show/));

it.each([undefined, 'Bilinmiyor'])('nobody is named whose name is not known: %s', (name) => expect(told('chat', name)).toMatch(/^A message that you wrote was not sent\. Show$/));

it('of one chat, once', () => {
  for (const chat of ['chat', 'other', 'chat']) told(chat);
  expect(wordsOf(rendered(<Toasts />)).match(/was not sent/g)).toHaveLength(2);
});

it('whoever has gone on to another chat is told as well', () => {
  page.chat = 'other';
  expect(told('chat')).toContain('was not sent.');
});

it('whoever sees the message itself is not', () => {
  page.chat = 'chat';
  expect(told('chat')).toBe('');
});

it.each([undefined, 'next'])('nor is anybody after a sign-out: signed in is now %s', (user) => {
  page.user = user;
  expect(told('chat')).toBe('');
});
