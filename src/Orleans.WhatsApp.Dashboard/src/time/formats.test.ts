import { describe, expect, it } from 'vitest';
import { formatsOf } from './formats';

const words = { today: 'Today', yesterday: 'Yesterday' };

describe('formats', () => {
  it('shows times in the tenant’s zone, whatever the browser’s is', () => {
    expect(formatsOf('en', 'Europe/Istanbul', words).time('2026-07-01T21:30:00Z')).toBe('00:30');
    expect(formatsOf('en', 'America/Mexico_City', words).time('2026-07-01T21:30:00Z')).toBe('15:30');
  });

  it('counts days in that zone too', () => {
    const now = Date.parse('2026-07-01T22:00:00Z');
    expect(formatsOf('en', 'Europe/Istanbul', words).short('2026-07-01T20:30:00Z', now)).toBe('Yesterday');
    expect(formatsOf('en', 'UTC', words).short('2026-07-01T20:30:00Z', now)).toBe('20:30');
  });

  it('counts days across a change to summer time', () => {
    const now = Date.parse('2026-03-29T10:00:00Z');
    expect(formatsOf('en', 'Europe/Madrid', words).short('2026-03-28T23:30:00Z', now)).toBe('00:30');
    expect(formatsOf('en', 'Europe/Madrid', words).short('2026-03-28T22:30:00Z', now)).toBe('Yesterday');
  });

  it('says durations in the reader’s language', () => {
    const of = (locale: string) => formatsOf(locale, 'UTC', words).duration(125_000);
    expect(of('en')).toBe('2 min 5 sec');
    expect(formatsOf('en', 'UTC', words).duration(240_000)).toBe('4 min');
    expect(of('tr')).toContain('dk.');
    expect(of('ar-u-nu-latn')).toContain('2');
  });

  it('says how large a file is', () => {
    const size = (bytes: number) => formatsOf('en', 'UTC', words).size(bytes);
    expect([size(640), size(1_500), size(48_200), size(12_400_000)]).toEqual(['640 byte', '1.5 kB', '48 kB', '12 MB']);
    expect(formatsOf('tr', 'UTC', words).size(1_500)).toBe('1,5 kB');
  });
});
