import { beforeEach, expect, it } from 'vitest';
import { Word } from './Word';

let [word, field, now] = [new Word(), { isConnected: true }, 0];
beforeEach(() => void ([word, field, now] = [new Word(), { isConnected: true }, 10_000]));

/** A key in the field while that is there; answers whether it is of a word whose field has gone. */
function press(key: string, after = 100, more: object = {}): boolean {
  now += after;
  const event = { code: '', key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0, getModifierState: () => false, timeStamp: now, ...more };
  return word.take(event, field.isConnected ? field : null);
}

it('what is left of the word when its field goes is no command', () => {
  press('h');
  field.isConnected = false;
  expect(['e', 'Shift', 'L', 'l', 'Dead', 'o'].map((key) => press(key))).toEqual([true, false, true, true, true, true]);
});

it('ends when nothing is typed for a while', () => {
  press('h');
  field.isConnected = false;
  expect(press('e', 1_400)).toBe(true);
  expect(press('e', 1_600)).toBe(false);
  expect(press('e')).toBe(false);
});

it.each(['Enter', 'Escape', 'Tab'])('%s ends it: whoever closes what he typed in goes on with commands', (key) => {
  press('h');
  press(key);
  field.isConnected = false;
  expect(press('j')).toBe(false);
});

it('a click ends it', () => {
  press('h');
  word.end();
  field.isConnected = false;
  expect(press('j')).toBe(false);
});

it('a field that is still there leaves commands to whoever has left it', () => {
  press('h');
  const elsewhere = { code: '', key: 'j', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, keyCode: 0, getModifierState: () => false, timeStamp: now + 100 };
  expect(word.take(elsewhere, null)).toBe(false);
});

it('Ctrl and a letter is no letter, AltGr and a letter is one', () => {
  press('h');
  field.isConnected = false;
  expect(press('@', 100, { ctrlKey: true, altKey: true })).toBe(true);
  expect(press('k', 100, { ctrlKey: true })).toBe(false);
});
