import { describe, expect, it } from 'vitest';
import { faceOf, matches } from './keyPress';

const event = (code: string, more: object = {}) => ({ code, key: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

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
  });

  it('takes Ctrl and Command alike', () => {
    expect(matches({ code: 'KeyK', command: true }, event('KeyK', { ctrlKey: true }))).toBe(true);
    expect(matches({ code: 'KeyK', command: true }, event('KeyK', { metaKey: true }))).toBe(true);
    expect(matches({ code: 'KeyK', command: true }, event('KeyK'))).toBe(false);
  });

  it('tells / from ?', () => {
    expect(matches({ code: 'Slash' }, event('Slash', { shiftKey: true }))).toBe(false);
    expect(matches({ code: 'Slash', shift: true }, event('Slash', { shiftKey: true }))).toBe(true);
  });
});

it('faceOf shows what is on the key', () => {
  expect(faceOf({ code: 'KeyJ' })).toEqual(['J']);
  expect(faceOf({ code: 'Slash', shift: true })).toEqual(['?']);
  expect(faceOf({ code: 'KeyK', command: true })).toEqual(['Ctrl', 'K']);
});
