/** Times as a person of the tenant reads them: in the tenant's zone and the reader's language. */
export interface Formats {
  time(at: string): string;
  day(at: string): string;
  moment(at: string): string;
  /** As `moment`, without the seconds. */
  dayAndTime(at: string): string;
  /** For lists: today's by the hour, then the day, then the date. */
  short(at: string): string;
  /** The calendar day in the tenant's zone; two moments of one day are equal. */
  dayKey(at: string | number): string;
  duration(milliseconds: number): string;
  /** Of a file. */
  size(bytes: number): string;
}

const day = 86_400_000;

/** @param zone IANA name; the browser's own if undefined. */
export function dayKeyIn(zone: string | undefined): Formats['dayKey'] {
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone });
  return (at) => key.format(new Date(at));
}

/**
 * @param zone IANA name; the browser's own if undefined.
 * @param today The key of the day from which days are named: the server's, since this machine's clock may be anything.
 */
export function formatsOf(locale: string, zone: string | undefined, words: { today: string; yesterday: string }, today: string): Formats {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  const [clock, weekday, date, dateOfYear, toTheMinute, whole] = [
    format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    format({ weekday: 'long' }),
    format({ day: 'numeric', month: 'long' }),
    format({ day: 'numeric', month: 'short', year: 'numeric' }),
    format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ];
  const dayKey = dayKeyIn(zone);
  const ago = (at: string) => Math.round((Date.parse(today) - Date.parse(dayKey(at))) / day);

  const nameOfDay = (at: string) => {
    const days = ago(at);
    if (days === 0) return words.today;
    if (days === 1) return words.yesterday;
    if (days > 1 && days < 7) return weekday.format(new Date(at));
    return days < 300 ? date.format(new Date(at)) : dateOfYear.format(new Date(at));
  };

  return {
    time: (at) => clock.format(new Date(at)),
    day: nameOfDay,
    dayAndTime: (at) => toTheMinute.format(new Date(at)),
    moment: (at) => whole.format(new Date(at)),
    short: (at) => (ago(at) === 0 ? clock.format(new Date(at)) : nameOfDay(at)),
    dayKey,
    duration: (milliseconds) => durationIn(locale, milliseconds),
    size: (bytes) => sizeIn(locale, bytes),
  };
}

function durationIn(locale: string, milliseconds: number): string {
  const unit = (value: number, name: string) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  const two = (value: number, name: string, rest: number, restName: string) => (rest === 0 ? unit(value, name) : `${unit(value, name)} ${unit(rest, restName)}`);
  if (days > 0) return two(days, 'day', hours, 'hour');
  if (hours > 0) return two(hours, 'hour', minutes, 'minute');
  return minutes > 0 ? two(minutes, 'minute', seconds % 60, 'second') : unit(seconds, 'second');
}

function sizeIn(locale: string, bytes: number): string {
  const [value, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, 'megabyte'] : bytes >= 1_000 ? [bytes / 1_000, 'kilobyte'] : [bytes, 'byte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
