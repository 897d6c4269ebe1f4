import { describe, expect, it } from 'vitest';
import { faceOf, matches } from './keyPress';

const event = (code: string, { altGr = false, ...more }: { altGr?: boolean; [field: string]: unknown } = {}) => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  keyCode: 0,
  getModifierState: (name: string) => altGr && name === 'AltGraph',
  ...more,
});

describe('matches', () => {
  it('goes by the key’s place: J is J on an Arabic and a Russian layout', () => {
    expect(matches({ code: 'KeyJ' }, event('KeyJ', { key: 'ت' }))).toBe(true);
    expect(matches({ code: 'KeyJ' }, event('KeyJ', { key: 'о' }))).toBe(true);
    expect(matches({ code: 'KeyJ' }, event('KeyK', { key: 'j' }))).toBe(false);
  });

  it('leaves the browser’s own combinations alone', () => {
    expect(matches({ code: 'KeyT' }, event('KeyT', { ctrlKey: true }))).toBe(false);
    expect(matches({ code: 'KeyR' }, event('KeyR', { metaKey: true }))).toBe(false);
    expect(matches({ code: 'KeyE' }, event('KeyE', { altKey: true }))).toBe(false);
    expect(matches({ sign: '/' }, event('Slash', { key: '/', ctrlKey: true }))).toBe(false);
  });

  it('takes Ctrl and Command alike', () => {
    expect(matches({ code: 'KeyK', command: true }, event('KeyK', { ctrlKey: true }))).toBe(true);
    expect(matches({ code: 'KeyK', command: true }, event('KeyK', { metaKey: true }))).toBe(true);
    expect(matches({ code: 'KeyK', command: true }, event('KeyK'))).toBe(false);
  });

  it.each([
    ['an American', event('Slash', { key: '/' }), event('Slash', { key: '?', shiftKey: true })],
    ['a German', event('Digit7', { key: '/', shiftKey: true }), event('Minus', { key: '?', shiftKey: true })],
    ['a Russian', event('Backslash', { key: '/', shiftKey: true }), event('Digit7', { key: '?', shiftKey: true })],
    ['an Arabic', event('KeyL', { key: '/', shiftKey: true }), event('Slash', { key: '؟', shiftKey: true })],
  ])('finds / and ? where %s layout has them', (_, slash, question) => {
    const [search, help] = [{ sign: '/' }, { sign: '?', arabic: '؟' }];
    expect([matches(search, slash), matches(search, question)]).toEqual([true, false]);
    expect([matches(help, slash), matches(help, question)]).toEqual([false, true]);
  });

  it('what is written with AltGr is no command, whichever way the system tells of it', () => {
    expect(matches({ code: 'KeyE' }, event('KeyE', { key: '€', altGr: true }))).toBe(false);
    expect(matches({ code: 'KeyE' }, event('KeyE', { key: '€', ctrlKey: true, altKey: true }))).toBe(false);
    expect(matches({ sign: '/' }, event('KeyQ', { key: '/', altGr: true }))).toBe(false);
  });

  it('leaves to an input method what it composes of', () => {
    expect(matches({ code: 'KeyJ' }, event('KeyJ', { key: 'Process', isComposing: true }))).toBe(false);
    expect(matches({ code: 'KeyJ' }, event('KeyJ', { key: 'j', keyCode: 229 }))).toBe(false);
  });
});

it('faceOf shows what is on the key', () => {
  expect(faceOf({ code: 'KeyJ' })).toEqual(['J']);
  expect(faceOf({ sign: '?' })).toEqual(['?']);
  expect(faceOf({ code: 'KeyR', shift: true })).toEqual(['⇧', 'R']);
  expect(faceOf({ code: 'KeyK', command: true })).toEqual(['Ctrl', 'K']);
});
