import { beforeEach, expect, it, vi } from 'vitest';
import type { WhatsAppChat } from '~/api/types';
import { rendered } from '~/testing/rendered';
import { MessageList } from './MessageList';

const page = vi.hoisted(() => ({ messages: {}, isCovered: false }));
vi.mock('~/chats/useMessages', () => ({ useMessages: () => ({ messages: [], isPending: false, error: null, ...page.messages }) }));
vi.mock('~/chats/why/useWhyPanel', () => ({ useIsWhyOverChat: () => page.isCovered }));
vi.mock('./inSight', () => ({ InSight: ({ chatId }: { chatId: string }) => `${chatId} is in sight` }));

const list = () => rendered(<MessageList chat={{ _id: 'chat', provider: 'meta' } as WhatsAppChat} />);

beforeEach(() => Object.assign(page, { messages: {}, isCovered: false }));

it('what is on its way can be seen where the messages are', () => expect(list()).toContain('chat is in sight'));

it.each([
  ['are still loading', { messages: { isPending: true } }],
  ['could not be read', { messages: { error: new Error() } }],
  ['are covered by the why panel', { isCovered: true }],
])('not while they %s', (_, state) => {
  Object.assign(page, state);
  expect(list()).not.toContain('in sight');
});
