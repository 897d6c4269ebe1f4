import { expect, it } from 'vitest';
import { ApiProblem } from '~/api/problem';
import type { WhatsAppChat } from '~/api/types';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import type { Outgoing } from './outgoing';
import { OutgoingBubble } from './OutgoingBubble';

const chat = { _id: 'c', provider: 'meta', epoch: 1 } as WhatsAppChat;
const shown = (state: Outgoing['state'], written: Outgoing['written'] = { text: 'Hello' }) =>
  wordsOf(rendered(<OutgoingBubble outgoing={{ id: 'o', chatId: 'c', written, state }} chat={chat} />, { channels: [channel()] }));

it('a window that closed meanwhile leads to the template: the same again would be refused again', () => {
  const text = shown({ kind: 'failed', cause: new ApiProblem('window_closed', 409, '') });
  expect(text).toMatch(/Hello.*Only an approved template can be sent\..*Send a template Discard/);
  expect(text).not.toContain('Try again');
});

it('what could not reach the server can be tried again', () => expect(shown({ kind: 'failed', cause: ApiProblem.offline() })).toMatch(/cannot be reached\. Try again Discard/));

it('what is on its way is shown as what it will be', () => {
  const content = { kind: 'buttons', body: 'Come?', replies: [{ id: '1', title: 'Yes' }] } as const;
  expect(shown({ kind: 'sending' }, { content })).toMatch(/Come\? Yes Sending/);
});
