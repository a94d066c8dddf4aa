import { z } from 'zod';
import { Severity } from './alert-rule.ts';

/** Days as ISO 8601 counts them: 1 is Monday. */
const Day = z.int().min(1).max(7);
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time is written like 22:30.');

/** When a channel is not to be used for what can wait, by the clocks of a place. */
export const QuietHours = z.object({
  /** IANA name, e.g. `Europe/Berlin`. */
  timeZone: z.string().refine(isTimeZone, 'This is no time zone.'),
  /** Days on which the quiet begins. */
  days: z.array(Day).min(1, 'Choose a day.'),
  from: ClockTime,
  /** On the next day where it is not after `from`. */
  to: ClockTime,
  /** Severities that are told all the same. */
  letThrough: z.array(Severity).default(['critical']),
});
export type QuietHours = z.infer<typeof QuietHours>;

const formats = new Map<string, Intl.DateTimeFormat>();
const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Is it quiet at this moment? Asked of the clock on the wall there, so an hour that the clock leaves out or shows
 * twice is quiet if its name is.
 * @param at milliseconds since 1970.
 */
export function isQuiet(quiet: QuietHours, at: number): boolean {
  const { day, minute } = wallClock(quiet.timeZone, at);
  const from = minuteOf(quiet.from);
  const to = minuteOf(quiet.to);
  const begins = (of: number) => quiet.days.includes(of);
  if (from < to) return begins(day) && minute >= from && minute < to;
  const dayBefore = day === 1 ? 7 : day - 1;
  return (begins(day) && minute >= from) || (begins(dayBefore) && minute < to);
}

function wallClock(timeZone: string, at: number): { day: number; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: dayNames.indexOf(parts.weekday ?? '') + 1,
    minute: Number(parts.hour) * 60 + Number(parts.minute),
  };
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false; // RangeError: the runtime knows no such zone
  }
}
