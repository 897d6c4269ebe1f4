import { describe, expect, it } from 'vitest';
import { ApiProblem } from '~/api/problem';
import type { WhatsAppChat } from '~/api/types';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import type { Outgoing } from './outgoing';
import { OutgoingBubble } from './OutgoingBubble';

const chat = { _id: 'c', provider: 'meta', epoch: 1 } as WhatsAppChat;
const shown = (state: Outgoing['state'], written: Outgoing['written'] = { text: 'Hello' }, more: Partial<WhatsAppChat> = {}) =>
  wordsOf(rendered(<OutgoingBubble outgoing={{ id: 'o', chatId: 'c', written, at: 0, state }} chat={{ ...chat, ...more }} />, { channels: [channel()] }));

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

describe('an uploaded file that waited too long', () => {
  const content = { kind: 'media', key: 'k', type: 'image', mime_type: 'image/png', file_name: 'roof.png', size: 10, caption: 'The roof' } as const;
  const refused = { kind: 'failed', cause: new ApiProblem('invalid_content', 400, '') } as const;

  it('has to be attached again: the same would be refused again', () => {
    const text = shown(refused, { content });
    expect(text).toMatch(/does not have the file any more.*Attach it again\. Discard/);
    expect(text).not.toContain('Try again');
  });

  it('is not what is wrong with anything else', () => expect(shown(refused)).toMatch(/not as WhatsApp takes it.*Try again Discard/));
});

it('what was on its way when the page was left says that trying again is safe', () =>
  expect(shown({ kind: 'failed', cause: new ApiProblem('interrupted', 0, '') })).toMatch(/does not send it twice\. Try again Discard/));

describe('where people have the word no more', () => {
  const of = (more: Partial<WhatsAppChat>) => shown({ kind: 'failed', cause: new ApiProblem('not_in_human_mode', 409, '') }, undefined, { session_started_at: 'then', session_resolved_by: null, ...more });

  it('since the first answer ended the waiting: no takeover is advised that nobody offers', () => {
    const text = of({ mode: 'ai', session_started_at: null });
    expect(text).toMatch(/the first answer ends the waiting\. The chat opens again when the contact writes\. Discard/);
    expect(text).not.toMatch(/over first|Try again/);
  });

  it('nor since the chat was closed', () => expect(of({ mode: 'closed', session_started_at: null })).toMatch(/This chat is closed\. It opens when the contact writes, or when you reopen it\. Discard/));

  it('the AI has it: the takeover is advised, and only after it trying again', () => {
    expect(of({ mode: 'ai' })).toMatch(/Take the chat over first\. Discard/);
    expect(of({ mode: 'human' })).toMatch(/Try again Discard/);
  });
});

it('who acted meanwhile is told with the day, where that was not today', () => {
  const moved = (at: string) => shown({ kind: 'moved', moved: { epoch: 2, by: 'contact', userId: null, name: '', at } });
  expect(moved('2020-01-02T15:00:00Z')).toMatch(/The contact wrote at Jan 2, 15:00/);
  expect(moved(new Date().toISOString())).toMatch(/The contact wrote at \d\d:\d\d\./);
});
