import { describe, expect, it } from 'vitest';
import { formatsOf as formatsOn } from './formats';

const words = { today: 'Today', yesterday: 'Yesterday' };
const formatsOf = (locale: string, zone: string, today = '2026-07-01') => formatsOn(locale, zone, words, today);

describe('formats', () => {
  it('shows times in the tenant’s zone, whatever the browser’s is', () => {
    expect(formatsOf('en', 'Europe/Istanbul').time('2026-07-01T21:30:00Z')).toBe('00:30');
    expect(formatsOf('en', 'America/Mexico_City').time('2026-07-01T21:30:00Z')).toBe('15:30');
  });

  it('counts days in that zone too', () => {
    expect(formatsOf('en', 'Europe/Istanbul', '2026-07-02').short('2026-07-01T20:30:00Z')).toBe('Yesterday');
    expect(formatsOf('en', 'UTC', '2026-07-01').short('2026-07-01T20:30:00Z')).toBe('20:30');
  });

  it('counts days across a change to summer time', () => {
    expect(formatsOf('en', 'Europe/Madrid', '2026-03-29').short('2026-03-28T23:30:00Z')).toBe('00:30');
    expect(formatsOf('en', 'Europe/Madrid', '2026-03-29').short('2026-03-28T22:30:00Z')).toBe('Yesterday');
  });

  it('names days from the day that it is told, whatever this machine takes for today', () => {
    const at = '1999-12-31T12:00:00Z';
    expect(['1999-12-31', '2000-01-01', '2000-01-03'].map((today) => formatsOf('en', 'UTC', today).day(at))).toEqual(['Today', 'Yesterday', 'Friday']);
    expect(formatsOf('en', 'UTC', '2000-01-01').short(at)).toBe('Yesterday');
  });

  it('says durations in the reader’s language', () => {
    const of = (locale: string) => formatsOf(locale, 'UTC').duration(125_000);
    expect(of('en')).toBe('2 min 5 sec');
    expect(formatsOf('en', 'UTC').duration(240_000)).toBe('4 min');
    expect(of('tr')).toContain('dk.');
    expect(of('ar-u-nu-latn')).toContain('2');
  });

  it('says how large a file is', () => {
    const size = (bytes: number) => formatsOf('en', 'UTC').size(bytes);
    expect([size(640), size(1_500), size(48_200), size(12_400_000)]).toEqual(['640 byte', '1.5 kB', '48 kB', '12 MB']);
    expect(formatsOf('tr', 'UTC').size(1_500)).toBe('1,5 kB');
  });
});
