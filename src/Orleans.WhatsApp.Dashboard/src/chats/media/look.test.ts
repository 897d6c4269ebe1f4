import { expect, it } from 'vitest';
import { lookOf, nameOf } from './look';

it.each([
  ['img', 'image', 'image'],
  ['image', 'image', 'image'],
  ['sticker', 'image', 'sticker'],
  ['audio', 'audio', 'audio'],
  ['video', 'video', 'video'],
  ['file', 'document', 'document'],
  ['document', 'document', 'document'],
  ['location', 'words', 'location'],
  ['contacts', 'words', 'contact'],
  ['order', 'words', 'order'],
  ['something_new', 'words', 'unsupported'],
])('%s is shown as %s and called %s', (kind, look, name) => {
  expect(lookOf({ kind, url: null })).toBe(look);
  expect(nameOf({ kind, is_voice_note: false })).toBe(name);
});

it('what nobody knows and has bytes can be saved', () => expect(lookOf({ kind: 'something_new', url: '/api/x' })).toBe('document'));

it('a recording of the contact is a voice message', () => expect(nameOf({ kind: 'audio', is_voice_note: true })).toBe('voice'));
