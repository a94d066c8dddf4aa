import { Misfit } from './misfit.ts';

/** A point in time: days since 1970-01-01 and microseconds of that day; or one of the two infinities. */
export type Moment = { day: number; micros: number } | 'infinity' | '-infinity';

export type MomentKind = 'date' | 'timestamp' | 'timestamptz';

const DAY = 86_400_000_000;
/** PostgreSQL counts from here, and rounds ties away from here. */
const DAY_2000 = 10_957;
const stamp =
  /^(\d{4,7})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2}){0,2})?(\s+BC)?$/i;
const clock = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?$/;

/**
 * The date or time as a field of this kind and precision (digits of the second's fraction) holds it.
 * What has an offset is taken to UTC, what has none is UTC. Throws Misfit.
 */
export function fitMoment(text: string, kind: MomentKind, precision: number): string {
  const moment = parseMoment(text.trim());
  if (typeof moment === 'string') return moment;
  if (kind === 'date') return formatMoment({ day: moment.day, micros: 0 }, 'date');
  return formatMoment(roundMoment(moment, precision), kind);
}

/** As `fitMoment` for a date, but refuses a time of day other than midnight. */
export function strictDate(text: string): string {
  const moment = parseMoment(text.trim());
  if (typeof moment === 'string') return moment;
  if (moment.micros !== 0) throw new Misfit('it has a time of day');
  return formatMoment(moment, 'date');
}

/** The time of day as a field of this precision holds it; `24:00:00` is one. Throws Misfit. */
export function fitTime(text: string, precision: number): string {
  const match = clock.exec(text.trim());
  if (match === null) throw new Misfit('it is not a time of day');
  const unit = 10 ** (6 - precision);
  const micros = microsOf(match[1], match[2], match[3], match[4]);
  return formatClock(Math.floor((micros + Math.floor(unit / 2)) / unit) * unit);
}

/** Reads a date or time, taken to UTC where it has an offset. Throws Misfit. */
export function parseMoment(text: string): Moment {
  if (/^[+-]?infinity$/i.test(text)) return text.startsWith('-') ? '-infinity' : 'infinity';
  const match = stamp.exec(text);
  if (match === null) throw new Misfit('it is not a date or time');
  const era = Number(match[1]);
  const month = Number(match[2]);
  const dayOfMonth = Number(match[3]);
  if (era === 0) throw new Misfit('there is no year 0');
  const year = match[9] === undefined ? era : 1 - era;
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(year, month)) {
    throw new Misfit('there is no such day');
  }
  const micros = match[4] === undefined ? 0 : microsOf(match[4], match[5], match[6], match[7]);
  return carry(dayNumber(year, month, dayOfMonth), micros - offsetMicros(match[8]));
}

function microsOf(hours = '0', minutes = '0', seconds = '0', fraction = ''): number {
  const wholeSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const rest = Math.round(Number(`0.${fraction || '0'}`) * 1e6);
  const micros = wholeSeconds * 1e6 + rest;
  if (Number(minutes) > 59 || Number(seconds) > 59 || micros > DAY) throw new Misfit('there is no such time');
  return micros;
}

function offsetMicros(offset: string | undefined): number {
  if (offset === undefined || offset.toUpperCase() === 'Z') return 0;
  const digits = offset.slice(1).replaceAll(':', '');
  const seconds =
    Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4, 6));
  return (offset.startsWith('-') ? -seconds : seconds) * 1e6;
}

/** A time of day that may lie on another day, as one of its own day. */
export function carry(day: number, micros: number): { day: number; micros: number } {
  const days = Math.floor(micros / DAY);
  return { day: day + days, micros: micros - days * DAY };
}

/** Ties go away from the year 2000, as in PostgreSQL, so that both round the same value alike. */
function roundMoment({ day, micros }: { day: number; micros: number }, precision: number) {
  const unit = 10 ** (6 - precision);
  const half = Math.floor(unit / 2);
  const units = day >= DAY_2000 ? Math.floor((micros + half) / unit) : Math.ceil((micros - half) / unit);
  return carry(day, units * unit);
}

/** The canonical text. */
export function formatMoment({ day, micros }: { day: number; micros: number }, kind: MomentKind): string {
  const { year, month, dayOfMonth } = civil(day);
  const era = year > 0 ? '' : ' BC';
  const date = `${pad(year > 0 ? year : 1 - year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
  if (kind === 'date') return date + era;
  return `${date} ${formatClock(micros)}${kind === 'timestamptz' ? '+00' : ''}${era}`;
}

function formatClock(micros: number): string {
  const seconds = Math.floor(micros / 1e6);
  const fraction = pad(micros - seconds * 1e6, 6).replace(/0+$/, '');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds % 60, 2)}${fraction && `.${fraction}`}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Days of a month, which counts from 1. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March. */
export function dayNumber(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date that is so many days after 1970-01-01. */
export function civil(day: number): { year: number; month: number; dayOfMonth: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}
