import { expect, it } from 'vitest';
import { hasPhone } from './hasPhone';

it('one number in two spellings is one number', () => {
  expect(hasPhone(['+15550001122', '+90 (555) 000-11 22'], '905550001122')).toBe(true);
  expect(hasPhone(['0090 555 000 1122'], '+905550001122')).toBe(true);
  expect(hasPhone(['+905550001122'], '+905550001123')).toBe(false);
});

it('no number is nobody’s', () => expect(hasPhone([''], '')).toBe(false));
