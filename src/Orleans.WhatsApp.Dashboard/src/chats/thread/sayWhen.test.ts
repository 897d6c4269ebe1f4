import { expect, it } from 'vitest';
import { formatsOf } from '~/time/formats';
import { sayWhen } from './sayWhen';

const said = (at: string, zone: string) => sayWhen(formatsOf('en', zone, { today: 'Today', yesterday: 'Yesterday' }, '2026-07-01'), at, Date.parse('2026-07-01T20:00:00Z'));

it('today is said by the hour', () => expect(said('2026-07-01T23:30:00Z', 'UTC')).toBe('23:30'));

it.each([
  ['2026-07-02T15:00:00Z', 'Jul 2, 15:00'],
  ['2026-06-30T15:00:00Z', 'Jun 30, 15:00'],
])('another day is named: %s', (at, words) => expect(said(at, 'UTC')).toBe(words));

it('days are those of the tenant’s zone', () => expect(said('2026-07-01T22:30:00Z', 'Europe/Istanbul')).toBe('Jul 2, 01:30'));
