import { expect, it } from 'vitest';
import { isSendKey } from './sendKey';

const press = (more: object = {}) => ({ key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, isComposing: false, keyCode: 13, ...more });

it('Enter sends', () => expect(isSendKey(press(), false)).toBe(true));

it('on a screen that is touched Enter breaks the line: the button sends', () => expect(isSendKey(press(), true)).toBe(false));

it.each([{ ctrlKey: true }, { metaKey: true }])('with %o it sends there as well', (more) => {
  expect(isSendKey(press(more), true)).toBe(true);
  expect(isSendKey(press({ ...more, isComposing: true }), true)).toBe(false);
});

it.each([
  ['Shift', { shiftKey: true }],
  ['an input method', { isComposing: true }],
  ['Safari’s input method', { keyCode: 229 }],
  ['another key', { key: 'a' }],
])('with %s it does not', (_, more) => expect(isSendKey(press(more), false)).toBe(false));
