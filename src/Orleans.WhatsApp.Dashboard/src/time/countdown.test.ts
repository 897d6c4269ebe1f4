import { describe, expect, it } from 'vitest';
import { clockFace, countdown, passedMark } from './countdown';

const noon = Date.parse('2026-01-01T12:00:00Z');
const at = (seconds: number) => new Date(noon + seconds * 1_000).toISOString();

describe('countdown', () => {
  it('is whole at the start and empty at the deadline', () => {
    expect(countdown(at(0), at(180), noon)).toEqual({ seconds: 180, fraction: 1 });
    expect(countdown(at(0), at(180), noon + 180_000)).toEqual({ seconds: 0, fraction: 0 });
  });

  it('says one second for as long as any of it is left', () => {
    expect(countdown(at(0), at(10), noon + 9_001).seconds).toBe(1);
  });

  it('never goes below zero, and a clock that is behind never shows more than all', () => {
    expect(countdown(at(0), at(10), noon + 60_000)).toEqual({ seconds: 0, fraction: 0 });
    expect(countdown(at(0), at(10), noon - 5_000).fraction).toBe(1);
  });

  it('fills up again when the deadline is moved', () => {
    const before = countdown(at(0), at(60), noon + 45_000).fraction;
    expect(countdown(at(0), at(180), noon + 45_000).fraction).toBeGreaterThan(before);
  });
});

describe('clockFace', () => {
  it.each([
    [0, '0:00'],
    [9, '0:09'],
    [65, '1:05'],
    [1_800, '30:00'],
    [3_723, '1:02:03'],
  ])('shows %i seconds as %s', (seconds, face) => expect(clockFace(seconds)).toBe(face));
});

describe('passedMark', () => {
  it('speaks at a minute and at ten seconds, once', () => {
    expect(passedMark(61, 60)).toBe(60);
    expect(passedMark(60, 59)).toBeUndefined();
    expect(passedMark(11, 9)).toBe(10);
    expect(passedMark(5, 4)).toBeUndefined();
  });

  it('does not speak of a deadline that has passed', () => expect(passedMark(12, 0)).toBeUndefined());
});
