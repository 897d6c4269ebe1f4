import { beforeEach, expect, it, vi } from 'vitest';
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
function told(chatId: string): string {
  let tell: (chatId: string) => void = () => {};
  const Writer = () => ((tell = useNotSentToast()), null);
  rendered(<Writer />);
  tell(chatId);
  return wordsOf(rendered(<Toasts />));
}

it('whoever has left the chat is told, with the way back', () => expect(told('chat')).toMatch(/Your message to .*Unknown.* was not sent\. Show/));

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
