import { expect, it } from 'vitest';
import { samePhone } from './samePhone';

it('one number in two spellings is one number', () => {
  expect(samePhone('+90 (555) 000-11 22', '905550001122')).toBe(true);
  expect(samePhone('0090 555 000 1122', '+905550001122')).toBe(true);
  expect(samePhone('+905550001122', '+905550001123')).toBe(false);
});

it('no number is nobody’s', () => expect(samePhone('', '')).toBe(false));
