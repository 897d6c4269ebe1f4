import { describe, expect, it } from 'vitest';
import type { Attachment, WhatsAppMessage } from '~/api/types';
import { rendered, wordsOf } from '~/testing/rendered';
import { MessageBubble } from './MessageBubble';

const message = (more: Partial<WhatsAppMessage>): WhatsAppMessage => ({
  _id: 'm',
  chat_id: 'c',
  session_id: null,
  sender: 'human',
  sender_name: 'Ann',
  sent_by: { _id: 'ann', name: 'Ann', email: '' },
  text: 'Hello',
  sent_via_unipile: true,
  content: null,
  delivery_status: 'accepted',
  failure: null,
  queued_until: null,
  is_transcribed: false,
  is_late: false,
  is_edited: false,
  is_deleted: false,
  attachments: [],
  reactions: [],
  createdAt: '2026-01-01T12:00:00Z',
  ...more,
});

const recording = (more: Partial<Attachment>): Attachment => ({
  kind: 'audio',
  mime_type: 'audio/ogg',
  file_name: '',
  size: 4_000,
  is_voice_note: true,
  state: 'kept',
  url: '/api/whatsapp/chats/c/messages/m/media/0',
  code: null,
  ...more,
});

const shown = (more: Partial<WhatsAppMessage>, role: 'admin' | 'member' = 'admin') => rendered(<MessageBubble message={message(more)} isFirstOfSender />, { role });
const words = (more: Partial<WhatsAppMessage>) => wordsOf(shown(more));

describe('content', () => {
  it('buttons are shown as the contact sees them and cannot be pressed here', () => {
    const markup = shown({
      text: 'Come?\n[Yes] [No]',
      content: { kind: 'buttons', body: 'Come?', replies: [{ id: '1', title: 'Yes' }, { id: '2', title: 'No' }], footer: 'Until noon' },
    });
    expect(wordsOf(markup)).toMatch(/Come\? Until noon Yes No/);
    expect(markup).not.toContain('<button');
    expect(markup).not.toContain('[Yes]');
  });

  it('a list shows its button and its rows', () =>
    expect(words({ content: { kind: 'list', body: 'Which day?', label: 'Days', rows: [{ id: '1', title: 'Monday', description: 'from 9' }, { id: '2', title: 'Tuesday' }] } })).toMatch(
      /Which day\? Days Monday from 9 Tuesday/,
    ));

  it('a template shows its name, its language and what stands in it', () =>
    expect(words({ content: { kind: 'template', name: 'reminder', language: 'tr', parameters: ['Deniz', '10:30'] } })).toMatch(/Template reminder \( ?tr ?\) Deniz 10:30/));

  it('a file that was sent shows its caption', () => {
    const content = { kind: 'media', key: 'k', type: 'document', mime_type: 'application/pdf', file_name: 'price.pdf', size: 9, caption: 'As promised' } as const;
    expect(words({ text: '', content })).toMatch(/price\.pdf As promised/);
  });
});

describe('recordings and files', () => {
  it('a transcript is called one', () => expect(words({ sender: 'contact', text: 'Are you open?', is_transcribed: true, attachments: [recording({})] })).toMatch(/Transcript of the recording Are you open\?/));

  it.each([
    ['pending', 'The file is being fetched'],
    ['failed', 'The file could not be fetched.'],
  ] as const)('%s: says so', (state, said) => expect(words({ attachments: [recording({ state, url: null })] })).toContain(said));

  it('what failed says why and can be tried again, by those who may act', () => {
    const failed = { attachments: [recording({ state: 'failed', url: null, code: 'too_large' })] } as const;
    expect(words(failed as never)).toMatch(/too_large.*Try again/);
    expect(wordsOf(shown(failed as never, 'member'))).not.toContain('Try again');
  });

  it('a recording without a transcript says that it has none', () => expect(words({ attachments: [recording({ code: 'quota' })] })).toMatch(/could not be written down\..*quota.*Try again/));

  it('a location is only words', () => expect(words({ attachments: [recording({ kind: 'location', is_voice_note: false, state: 'unfetched', url: null })] })).not.toContain('fetched'));
});

describe('what became of it', () => {
  it.each([
    ['use_template', 'Send an approved template.'],
    ['template_rejected', 'did not take the template'],
    ['wait', 'Wait a while'],
    ['reconnect', 'not connected any more'],
    ['check_number', 'cannot be reached'],
    ['contact_opted_out', 'does not want messages'],
    ['ask_provider', 'Ask the provider'],
    ['none', 'It did not go out.'],
    ['something_new', 'It did not go out.'],
  ] as const)('%s is said in words, with the code', (remedy, said) => {
    const text = words({ delivery_status: 'failed', failure: { code: '131047', remedy: remedy as never } });
    expect(text).toContain(said);
    expect(text).toContain('131047');
  });

  it('where a template would get through, it is offered', () => expect(words({ delivery_status: 'failed', failure: { code: '131047', remedy: 'use_template' } })).toContain('Send a template'));

  it('a voice message that was listened to says so', () => expect(words({ delivery_status: 'played' })).toContain('Listened to'));

  it('what is held back says that nothing left', () => expect(words({ delivery_status: 'withheld' })).toContain('Nothing went to the provider.'));

  it('what waits for its turn says when', () => {
    expect(words({ delivery_status: 'queued', queued_until: '2099-01-01T14:35:00Z' })).toContain('at about 14:35');
    expect(words({ delivery_status: 'queued', queued_until: '2020-01-01T14:35:00Z' })).toContain('in a moment');
    expect(words({ delivery_status: 'accepted', queued_until: '2099-01-01T14:35:00Z' })).not.toContain('14:35');
  });
});

describe('who says it', () => {
  const id = '0198c2d4-0000-7000-8000-000000000001';
  const heard = (more: Partial<WhatsAppMessage>, isFirstOfSender: boolean) => wordsOf(rendered(<MessageBubble message={message({ sender_name: id, ...more })} isFirstOfSender={isFirstOfSender} />));

  it.each([
    ['a colleague', {}, 'Ann'],
    ['one who has gone', { sent_by: { _id: id, name: '', email: '' } }, 'Former colleague'],
    ['the phone', { sent_by: null, sender_name: '' }, 'From the phone'],
    ['the AI', { sender: 'ai', sent_by: null }, 'AI'],
    ['the contact', { sender: 'contact', sent_by: null, sender_name: 'Deniz' }, 'Deniz'],
  ] as const)('%s: is told alike to eyes and ears, and never by an id', (_, more, name) => {
    for (const isFirst of [true, false]) {
      expect(heard(more, isFirst)).toMatch(new RegExp(`^${name} Hello`));
      expect(heard(more, isFirst)).not.toContain(id);
    }
  });
});
