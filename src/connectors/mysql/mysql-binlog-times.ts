import type { BinlogCursor } from './mysql-binlog-cursor.ts';

type Reader = (cursor: BinlogCursor) => string;

const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const bytesOfFraction = (digits: number) => Math.ceil(digits / 2);

/** `date`: three bytes, day in the lowest 5 bits, then month in 4. */
export function readDate(cursor: BinlogCursor): string {
  const packed = cursor.uint24();
  return dateText(packed >> 9, (packed >> 5) & 15, packed & 31);
}

/**
 * `datetime(n)`: big-endian, the sign first; 17 bits of year times 13 plus month, 5 each of day and hour, 6 each
 * of minute and second, then the fraction in hundredths per byte (MySQL, sql-common/my_time.cc).
 */
export function datetimeReader(digits: number): Reader {
  const readFraction = fractionReader(digits);
  return (cursor) => {
    const high = cursor.bigEndian(5) - 0x8000000000;
    const months = Math.floor(high / 4_194_304);
    const rest = high % 4_194_304;
    const date = dateText(Math.floor(months / 13), months % 13, (rest >> 17) & 31);
    return `${date} ${clock((rest >> 12) & 31, rest)}${readFraction(cursor)}`;
  };
}

/** `timestamp(n)`: seconds since 1970, big-endian, then the fraction; 0 is no time at all. In UTC, without its offset. */
export function timestampReader(digits: number): Reader {
  const readFraction = fractionReader(digits);
  return (cursor) => timestampText(cursor.bigEndian(4), readFraction(cursor));
}

/** `time(n)`: big-endian with half the range added, so that it may be negative; 10 bits of hours, 6 of minutes, 6 of seconds. */
export function timeReader(digits: number): Reader {
  const fractionBytes = bytesOfFraction(digits);
  const bytes = 3 + fractionBytes;
  const middle = 2 ** (bytes * 8 - 1);
  const unit = 2 ** (fractionBytes * 8);
  const perMicro = 10 ** (6 - 2 * fractionBytes);
  return (cursor) => {
    const value = cursor.bigEndian(bytes) - middle;
    const size = Math.abs(value);
    const whole = Math.floor(size / unit);
    const fraction = fractionText((size % unit) * perMicro);
    return `${value < 0 ? '-' : ''}${clock(whole >> 12, whole)}${fraction}`;
  };
}

/** `datetime` of tables from before MySQL 5.6: the digits of the date and time as one decimal number. */
export function readOldDatetime(cursor: BinlogCursor): string {
  const low = cursor.uint32();
  const digits = low + cursor.uint32() * 4_294_967_296;
  const date = Math.floor(digits / 1_000_000);
  const time = digits % 1_000_000;
  const day = dateText(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100);
  return `${day} ${oldClock(time)}`;
}

/** `timestamp` of tables from before MySQL 5.6. */
export function readOldTimestamp(cursor: BinlogCursor): string {
  return timestampText(cursor.uint32(), '');
}

/** `time` of tables from before MySQL 5.6: its digits as one decimal number. */
export function readOldTime(cursor: BinlogCursor): string {
  const digits = (cursor.uint24() << 8) >> 8;
  return `${digits < 0 ? '-' : ''}${oldClock(Math.abs(digits))}`;
}

function oldClock(digits: number): string {
  const hours = Math.floor(digits / 10_000);
  return `${two[hours] ?? hours}:${two[Math.floor(digits / 100) % 100]}:${two[digits % 100]}`;
}

function fractionReader(digits: number): Reader {
  const bytes = bytesOfFraction(digits);
  if (bytes === 0) return () => '';
  const perMicro = 10 ** (6 - 2 * bytes);
  return (cursor) => fractionText(cursor.bigEndian(bytes) * perMicro);
}

/** Without zeros at its end, as every system is told it. */
function fractionText(micros: number): string {
  return micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
}

/** @param packed minutes and seconds in its lowest 12 bits */
function clock(hours: number, packed: number): string {
  return `${two[hours] ?? hours}:${two[(packed >> 6) & 63]}:${two[packed & 63]}`;
}

function dateText(year: number, month: number, day: number): string {
  return `${year > 999 ? year : String(year).padStart(4, '0')}-${two[month]}-${two[day]}`;
}

let lastDay = -1;
let lastDayText = '';

function timestampText(seconds: number, fraction: string): string {
  if (seconds === 0 && fraction === '') return '0000-00-00 00:00:00';
  const day = Math.floor(seconds / 86_400);
  if (day !== lastDay) {
    lastDay = day;
    lastDayText = new Date(day * 86_400_000).toISOString().slice(0, 10);
  }
  const rest = seconds - day * 86_400;
  const minutes = Math.floor(rest / 60);
  return `${lastDayText} ${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:${two[rest % 60]}${fraction}`;
}
