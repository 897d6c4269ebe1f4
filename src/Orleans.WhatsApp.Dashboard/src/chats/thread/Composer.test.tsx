import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Abilities, WhatsAppChat } from '~/api/types';
import { channel, rendered, wordsOf } from '~/testing/rendered';
import { Composer } from './Composer';
import { keepDraft } from './drafts';

beforeEach(() => sessionStorage.removeItem('drafts'));

const chat = (window_closes_at: string | null, more: Partial<WhatsAppChat> = {}) => ({ _id: 'c', provider: 'meta', mode: 'human', session_status: 'idle', taken_over_by: null, window_closes_at, ...more }) as WhatsAppChat;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

function composer(of: WhatsAppChat, can: Partial<Abilities> = {}, role: 'manager' | 'member' = 'manager') {
  const meta = channel();
  return rendered(<Composer chat={of} onTyping={() => {}} />, { role, channels: [{ ...meta, can: { ...meta.can, ...can } }] });
}

describe('the window', () => {
  it('closed: nothing can be written, and the template is offered', () => {
    const markup = composer(chat(inSeconds(-60)));
    expect(markup).not.toContain('<textarea');
    expect(wordsOf(markup)).toMatch(/only an approved template.*more than 1 day ago.*Send a template/);
  });

  it('closed, and the channel has no templates: it only says so', () => expect(wordsOf(composer(chat(inSeconds(-60)), { templates: false }))).not.toContain('Send a template'));

  it('open: says until when, with the day where that is not today', () => {
    const markup = composer(chat(inSeconds(7_200)));
    expect(markup).toContain('<textarea');
    // In the evening, two hours from now are tomorrow.
    expect(wordsOf(markup)).toMatch(/Free text until (\w+ \d+, )?\d\d:\d\d/);
    expect(wordsOf(composer(chat(inSeconds(86_400))))).toMatch(/Free text until \w+ \d+, \d\d:\d\d/);
  });

  it('below an hour: says how long still', () => expect(wordsOf(composer(chat(inSeconds(1_800))))).toMatch(/Free text still for (29|30):\d\d/));

  it('none: says nothing of it', () => expect(wordsOf(composer(chat(null), { window_seconds: null }))).not.toContain('Free text'));

  it('a contact who has never written has opened none', () => expect(wordsOf(composer(chat(null)))).toContain('only an approved template'));

  it('the AI’s chat asks first for the word', () => {
    const ofTheAi = { mode: 'ai', session_started_at: 'then', session_resolved_by: null } as const;
    expect(wordsOf(composer(chat(inSeconds(-60), ofTheAi)))).toContain('The AI has the word');
  });

  it('where nobody waits, the business may begin with a template', () => {
    const idle = { mode: 'ai', session_started_at: null } as const;
    expect(wordsOf(composer(chat(inSeconds(7_200), idle)))).toMatch(/Nobody waits here now.*The chat opens again when the contact writes\. Send a template/);
    expect(wordsOf(composer(chat(inSeconds(-60), idle)))).toMatch(/only an approved template.*Send a template/);
    expect(wordsOf(composer(chat(inSeconds(-60), { ...idle, mode: 'closed' })))).toMatch(/This chat is closed\..*Send a template/);
  });

  it('whoever only reads is told so', () => expect(wordsOf(composer(chat(inSeconds(-60)), {}, 'member'))).toContain('You can read this chat.'));
});

describe('more than text', () => {
  it('is behind one button where the channel carries any of it', () => expect(composer(chat(null), { window_seconds: null, buttons: false, lists: false, templates: false })).toContain('Add something'));

  it('is not offered where it carries none', () =>
    expect(composer(chat(null), { window_seconds: null, media: false, buttons: false, lists: false, templates: false })).not.toContain('Add something'));
});

describe('what was begun', () => {
  const begun = (of: WhatsAppChat) => {
    keepDraft('me', 'c', 'Dear contact');
    return composer(of);
  };
  const readOnly = /<textarea[^>]*readOnly=""[^>]*>Dear contact</;

  it('can still be read where the composer has gone, and thrown away', () => {
    const ofTheAi = { mode: 'ai', session_started_at: 'then', session_resolved_by: null } as const;
    for (const gone of [chat(inSeconds(7_200), ofTheAi), chat(inSeconds(-60)), chat(null, { mode: 'closed', session_started_at: null })]) {
      expect(begun(gone)).toMatch(readOnly);
      expect(wordsOf(begun(gone))).toMatch(/^What you began to write Dear contact Discard/);
    }
  });

  it('can be copied where a browser lets pages copy', () => {
    vi.stubGlobal('isSecureContext', true);
    expect(wordsOf(begun(chat(inSeconds(-60))))).toMatch(/Dear contact Copy Discard/);
    vi.unstubAllGlobals();
  });

  it('stands in the composer where that is', () => expect(begun(chat(inSeconds(7_200)))).not.toMatch(readOnly));

  it('is not spoken of where nothing was', () => expect(composer(chat(inSeconds(-60)))).not.toContain('<textarea'));
});
