export interface Countdown {
  /** Whole seconds that are left; never below zero. */
  seconds: number;
  /** What is left of the whole, from 1 to 0. */
  fraction: number;
}

/**
 * @param startedAt When the whole time began; an extended deadline makes the whole longer.
 * @param now Milliseconds, by the server's clock.
 */
export function countdown(startedAt: string | null, deadline: string, now: number): Countdown {
  const end = Date.parse(deadline);
  const left = Math.max(0, end - now);
  const whole = startedAt === null ? left : end - Date.parse(startedAt);
  return { seconds: Math.ceil(left / 1_000), fraction: whole <= 0 ? 0 : Math.min(1, left / whole) };
}

/** `4:05`, or `1:02:03` from an hour on. */
export function clockFace(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Where a listener hears of the countdown: its beginning, a minute, ten seconds. Each second would drown everything else. */
export const spokenMarks = [60, 10] as const;

/** The mark that was passed between two looks, if one was. */
export function passedMark(before: number, after: number): number | undefined {
  return spokenMarks.find((mark) => before > mark && after <= mark && after > 0);
}
