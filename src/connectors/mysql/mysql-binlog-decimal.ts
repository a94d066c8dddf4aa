import type { BinlogCursor } from './mysql-binlog-cursor.ts';

const DIGITS = 9;
/** Bytes that hold so many digits. */
const bytesOf = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4];

/**
 * Makes the reader of a `decimal(precision, scale)`. The log holds groups of nine digits in four bytes each, the
 * incomplete groups at both ends in fewer; the first bit is set for what is not negative, whose bytes stand as
 * they are, and those of negative ones are inverted (MySQL, strings/decimal.c, decimal2bin).
 */
export function decimalReader(precision: number, scale: number): (cursor: BinlogCursor) => string {
  const whole = groups(precision - scale, true);
  const fraction = groups(scale, false);
  const first = [...whole, ...fraction][0]?.bytes ?? 1;
  const signBit = 2 ** (first * 8 - 1);
  return (cursor) => {
    const negative = ((cursor.buffer[cursor.at] as number) & 0x80) === 0;
    let isFirst = true;
    const next = (bytes: number): number => {
      const raw = cursor.bigEndian(bytes);
      const value = negative ? 2 ** (bytes * 8) - 1 - raw : raw;
      if (!isFirst) return value;
      isFirst = false;
      return value - signBit;
    };
    let text = '';
    for (const { bytes, digits } of whole) {
      const value = next(bytes);
      if (text !== '') text += String(value).padStart(digits, '0');
      else if (value !== 0) text = String(value);
    }
    text = (negative ? '-' : '') + (text || '0');
    if (scale === 0) return text;
    text += '.';
    for (const { bytes, digits } of fraction) text += String(next(bytes)).padStart(digits, '0');
    return text;
  };
}

/** @param incompleteFirst whether the group that is not full stands before the full ones */
function groups(digits: number, incompleteFirst: boolean): { bytes: number; digits: number }[] {
  const rest = digits % DIGITS;
  const full = Array.from({ length: Math.floor(digits / DIGITS) }, () => ({ bytes: 4, digits: DIGITS }));
  const incomplete = rest > 0 ? [{ bytes: bytesOf[rest] as number, digits: rest }] : [];
  return incompleteFirst ? [...incomplete, ...full] : [...full, ...incomplete];
}
