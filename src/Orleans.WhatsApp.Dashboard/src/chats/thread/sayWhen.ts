import type { Formats } from '~/time/formats';
import { serverNow } from '~/time/serverClock';

/** The time of day, and the day with it where that is not today: what ends at three may end at three tomorrow. */
export function sayWhen(formats: Pick<Formats, 'time' | 'dayAndTime' | 'dayKey'>, at: string, now: number = serverNow()): string {
  return formats.dayKey(at) === formats.dayKey(now) ? formats.time(at) : formats.dayAndTime(at);
}
