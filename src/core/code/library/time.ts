/**
 * Dates and times, which code has as texts: a date `2026-11-26`, a time of day `09:30:00.25`, a timestamp
 * `2026-11-26 09:30:00.25`, and a moment, which is a timestamp in UTC with `+00` behind it. Microseconds
 * are kept. Zones are those of the IANA time zone database, e.g. `Europe/Berlin`. There is no clock: a
 * record that is tried again must come to the same.
 */
import { type DateForm, dateForm } from '../../transform/date-form.ts';
import { StepRefusal } from '../../transform/step-refusal.ts';
import { Misfit } from '../../values/misfit.ts';
import {
  carry,
  civil,
  dayNumber,
  daysIn,
  fitMoment,
  fitTime,
  formatMoment,
  type MomentKind,
  parseMoment,
} from '../../values/time-text.ts';
import { offsetAt } from './zone-offset.ts';

/** What a text is of: a date, a time of day, a timestamp without a zone, a moment. */
export type Kind = 'date' | 'time' | 'timestamp' | 'timestamptz';

/** A span of time; what is not given is nothing. All may be negative. */
export type Span = {
  years?: number;
  months?: number;
  weeks?: number;
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  micros?: number;
};

export type Unit = 'year' | 'quarter' | 'month' | 'week' | 'day' | 'hour' | 'minute' | 'second';

/** The parts of a date and time of day. Weekdays are 1 (Monday) to 7 (Sunday). */
export type Parts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  micros: number;
  weekday: number;
};

/**
 * Reads a text by a format: YYYY YY MM M DD D HH H hh h A mm ss, S to SSSSSS, ZZ, and words between
 * [brackets]. Throws an error where it is not written like that.
 * @param zone what the text is written in, where the format has no ZZ: the result is a moment.
 * @example time.parse('26.11.2026 09:30', 'DD.MM.YYYY HH:mm', 'timestamp') // '2026-11-26 09:30:00'
 */
export function parse(value: string, format: string, to: Kind, zone?: string): string {
  return within(() => {
    const form = formOf(format);
    if (zone === undefined) return form.read(value, to);
    return fromZone(form.read(value, 'timestamp'), zone);
  });
}

/**
 * Writes a date or time by a format, see `parse`.
 * @param zone the zone in which a moment is written; UTC where none is given.
 * @example time.format('2026-11-26 23:30:00+00', 'DD.MM.YYYY HH:mm', 'Europe/Berlin') // '27.11.2026 00:30'
 */
export function format(value: string, by: string, zone?: string): string {
  return within(() => formOf(by).write(zone === undefined ? value : inZone(value, zone), false));
}

/**
 * Any spelling of ISO 8601 as the text that fields of the kind have; what has an offset is taken to UTC.
 * @example time.normalise('2026-11-26T10:30+01:00', 'timestamptz') // '2026-11-26 09:30:00+00'
 */
export function normalise(value: string, to: Kind): string {
  return within(() => (to === 'time' ? fitTime(value, 6) : fitMoment(value, to, 6)));
}

/**
 * Does it name a day, a timestamp or a moment that there is?
 * @example time.valid('2026-02-30') // false
 */
export function valid(value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false;
  try {
    parseMoment(value.trim());
    return true;
  } catch {
    return false;
  }
}

/**
 * The day of a timestamp, or of a moment in a zone.
 * @example time.date('2026-11-26 23:30:00+00', 'Europe/Berlin') // '2026-11-27'
 */
export function date(value: string, zone?: string): string {
  return within(() => fitMoment(zone === undefined ? value : inZone(value, zone), 'date', 6));
}

/**
 * What clocks in a zone show at a moment, as a timestamp.
 * @example time.inZone('2026-07-01 10:00:00+00', 'Europe/Berlin') // '2026-07-01 12:00:00'
 */
export function inZone(moment: string, zone: string): string {
  return within(() => {
    const at = finite(moment);
    return formatMoment(carry(at.day, at.micros + offsetAt(at, zone) * SECOND), 'timestamp');
  });
}

/**
 * The moment at which clocks in a zone show a timestamp. What they show twice when they are put back is
 * the first time; what they never show when they are put forward is as much later.
 * @example time.fromZone('2026-07-01 12:00:00', 'Europe/Berlin') // '2026-07-01 10:00:00+00'
 */
export function fromZone(local: string, zone: string): string {
  return within(() => formatMoment(momentOf(finite(local), zone), 'timestamptz'));
}

/**
 * Later (or earlier) by a span, as the kind that was given. Where a month has no such day, it is its last one.
 * @param zone days, weeks, months and years of a moment are those of this zone; of UTC where none is given.
 * @example time.add('2026-01-31', { months: 1 }) // '2026-02-28'
 */
export function add(value: string, span: Span, zone?: string): string {
  return within(() => {
    const kind = kindOf(value);
    const start = finite(value);
    const local =
      zone === undefined ? start : carry(start.day, start.micros + offsetAt(start, zone) * SECOND);
    const calendar = addDays(addMonths(local, whole(span.years) * 12 + whole(span.months)), span);
    const same = calendar.day === local.day;
    const day = zone === undefined ? calendar : same ? start : momentOf(calendar, zone);
    const clock =
      whole(span.hours) * 3600 * SECOND +
      whole(span.minutes) * 60 * SECOND +
      whole(span.seconds) * SECOND +
      whole(span.micros);
    if (!Number.isSafeInteger(clock)) throw new Misfit('the span is too long');
    return formatMoment(carry(day.day, day.micros + clock), kind);
  });
}

/**
 * How many whole units lie between two; negative where the second is the earlier one.
 * @example time.diff('2026-01-31', '2026-03-30', 'month') // 1
 */
export function diff(from: string, to: string, unit: Exclude<Unit, 'quarter'>): number {
  return within(() => {
    const [a, b] = [finite(from), finite(to)];
    if (unit === 'year' || unit === 'month') {
      const months = monthsBetween(a, b);
      return zeroed(Math.trunc(unit === 'year' ? months / 12 : months));
    }
    const micros = BigInt(b.day - a.day) * BigInt(DAY) + BigInt(b.micros - a.micros);
    return zeroed(Number(micros / BigInt(lengths[unit])));
  });
}

/**
 * Where the unit begins in which it lies, as the kind that was given. Weeks begin on Monday.
 * @param zone units of a moment are those of this zone; of UTC where none is given.
 * @example time.startOf('2026-11-26 09:30:00', 'month') // '2026-11-01 00:00:00'
 */
export function startOf(value: string, unit: Unit, zone?: string): string {
  return within(() => {
    const kind = kindOf(value);
    if (zone === undefined) return formatMoment(begin(finite(value), unit), kind);
    const at = finite(value);
    const offset = offsetAt(at, zone) * SECOND;
    const local = begin(carry(at.day, at.micros + offset), unit);
    // Within a day the offset stays what it is, also in an hour that clocks show twice.
    const small = unit === 'hour' || unit === 'minute' || unit === 'second';
    return formatMoment(small ? carry(local.day, local.micros - offset) : momentOf(local, zone), kind);
  });
}

/**
 * Below zero, zero or above, as the first is earlier than the second, the same, or later. A date is its midnight.
 * @example [...days].sort(time.compare)
 */
export function compare(a: string, b: string): -1 | 0 | 1 {
  return within(() => {
    const [left, right] = [order(parseMoment(a.trim())), order(parseMoment(b.trim()))];
    const sign = left[0] - right[0] || left[1] - right[1];
    return sign < 0 ? -1 : sign > 0 ? 1 : 0;
  });
}

/**
 * Its parts, as numbers.
 * @example time.parts('2026-11-26 09:30:00.25').micros // 250000
 */
export function parts(value: string, zone?: string): Parts {
  return within(() => {
    const at = finite(zone === undefined ? value : inZone(value, zone));
    const { year, month, dayOfMonth: day } = civil(at.day);
    const seconds = Math.floor(at.micros / SECOND);
    return {
      year,
      month,
      day,
      hour: Math.floor(seconds / 3600),
      minute: Math.floor(seconds / 60) % 60,
      second: seconds % 60,
      micros: at.micros % SECOND,
      weekday: weekdayOf(at.day),
    };
  });
}

/**
 * Seconds since 1970-01-01 in UTC, with their fraction, as digits.
 * @example time.toUnix('1970-01-02 00:00:00.5+00') // '86400.5'
 */
export function toUnix(moment: string): string {
  return within(() => {
    const { day, micros } = finite(moment);
    const all = BigInt(day) * BigInt(DAY) + BigInt(micros);
    const positive = all < 0n ? -all : all;
    const fraction = String(positive % 1_000_000n)
      .padStart(6, '0')
      .replace(/0+$/, '');
    return `${all < 0n ? '-' : ''}${positive / 1_000_000n}${fraction && `.${fraction}`}`;
  });
}

/**
 * The moment that is so many seconds after 1970-01-01 in UTC; what is finer than a microsecond is cut off.
 * @example time.fromUnix('86400.5') // '1970-01-02 00:00:00.5+00'
 */
export function fromUnix(seconds: string | number | bigint): string {
  return within(() => {
    const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(String(seconds));
    if (!match) throw new Misfit(`"${seconds}" is no number of seconds`);
    const [, sign, before = '0', after = ''] = match;
    const positive = BigInt(before) * 1_000_000n + BigInt(after.slice(0, 6).padEnd(6, '0'));
    const micros = sign === '-' ? -positive : positive;
    const clock = ((micros % BigInt(DAY)) + BigInt(DAY)) % BigInt(DAY);
    return formatMoment(
      { day: Number((micros - clock) / BigInt(DAY)), micros: Number(clock) },
      'timestamptz',
    );
  });
}

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const lengths = {
  week: 7 * DAY,
  day: DAY,
  hour: 3600 * SECOND,
  minute: 60 * SECOND,
  second: SECOND,
} as const;

const forms = new Map<string, DateForm>();
const MOST_FORMS = 200;

/** A format, compiled once. Throws StepRefusal for one that no value could be read by. */
function formOf(format: string): DateForm {
  const known = forms.get(format);
  if (known) return known;
  if (forms.size >= MOST_FORMS) forms.clear();
  const made = dateForm(format);
  forms.set(format, made);
  return made;
}

/** Days since 1970-01-01 and microseconds of the day. */
type At = { day: number; micros: number };

function finite(value: string): At {
  const moment = parseMoment(value.trim());
  if (typeof moment === 'string') throw new Misfit(`${moment} is no day`);
  return moment;
}

function kindOf(value: string): MomentKind {
  if (!value.includes(':')) return 'date';
  return /(?:Z|[+-]\d{2}(?::?\d{2})*)(?:\s+BC)?$/i.test(value.trim().replace(/^\d+-\d+-\d+/, ''))
    ? 'timestamptz'
    : 'timestamp';
}

/** The moment at which clocks show this: the offset before it decides, and that at the result where it differs. */
function momentOf(local: At, zone: string): At {
  const taken = (offset: number) => carry(local.day, local.micros - offset * SECOND);
  const before = offsetAt(carry(local.day, local.micros - DAY), zone);
  const after = offsetAt(carry(local.day, local.micros + DAY), zone);
  const first = taken(before);
  if (before === after || offsetAt(first, zone) === before) return first;
  const second = taken(after);
  return offsetAt(second, zone) === after ? second : first;
}

function addMonths({ day, micros }: At, months: number): At {
  if (months === 0) return { day, micros };
  const { year, month, dayOfMonth } = civil(day);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return { day: dayNumber(toYear, toMonth, Math.min(dayOfMonth, daysIn(toYear, toMonth))), micros };
}

function addDays({ day, micros }: At, { weeks, days }: Span): At {
  return { day: day + whole(weeks) * 7 + whole(days), micros };
}

function whole(value = 0): number {
  if (!Number.isSafeInteger(value)) throw new Misfit(`${value} is no whole number of a unit`);
  return value;
}

function monthsBetween(a: At, b: At): number {
  const [from, to] = [civil(a.day), civil(b.day)];
  const months = (to.year - from.year) * 12 + to.month - from.month;
  const back = addMonths(a, months);
  const over = back.day - b.day || back.micros - b.micros;
  if (months > 0 && over > 0) return months - 1;
  return months < 0 && over < 0 ? months + 1 : months;
}

function begin({ day, micros }: At, unit: Unit): At {
  if (unit === 'hour' || unit === 'minute' || unit === 'second') {
    return { day, micros: micros - (micros % lengths[unit]) };
  }
  const { year, month } = civil(day);
  if (unit === 'year') return { day: dayNumber(year, 1, 1), micros: 0 };
  if (unit === 'quarter') return { day: dayNumber(year, month - ((month - 1) % 3), 1), micros: 0 };
  if (unit === 'month') return { day: dayNumber(year, month, 1), micros: 0 };
  return { day: unit === 'week' ? day - weekdayOf(day) + 1 : day, micros: 0 };
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function order(moment: ReturnType<typeof parseMoment>): [number, number] {
  if (moment === 'infinity') return [Number.MAX_VALUE, 0];
  if (moment === '-infinity') return [-Number.MAX_VALUE, 0];
  return [moment.day, moment.micros];
}

/** Never -0. */
function zeroed(value: number): number {
  return value === 0 ? 0 : value;
}

function within<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new RangeError(`The date or time cannot be used: ${error.message}.`);
    if (error instanceof StepRefusal)
      throw new RangeError([error.message, error.remedy].filter(Boolean).join(' '));
    throw error;
  }
}
