import { floatText } from '#core/values/float-text.ts';
import type { Value } from '#core/values/value.ts';
import type { ZeroDates } from './mysql-manifest.ts';
import type { TableColumn } from './mysql-table.ts';

type Part = Pick<TableColumn, 'form' | 'zerofill' | 'zeroDates'>;

/** The day that stands for the zero date where that is the choice. */
export const FIRST_DAY = '0001-01-01';
export const ZERO_DAY = '0000-00-00';

/**
 * The column as a statement selects it, so that the text that arrives has all of the value: bytes as
 * hexadecimal digits, numbers without zeros in front, a float with every digit.
 */
export function selected({ form, zerofill }: Part, name: string): string {
  switch (form.kind) {
    case 'whole':
    case 'decimal':
    case 'boolean':
      return zerofill || form.kind === 'boolean' ? `${name} + 0` : name;
    case 'bits':
    case 'year':
      return `${name} + 0`;
    case 'float32':
      return `${name} + 0e0`;
    case 'bytes':
    case 'opaque':
      return `HEX(${name})`;
    default:
      return name;
  }
}

/**
 * Turns the server's text of a value, as `selected` gives it (from the log: spelled the same way), into
 * the canonical text; null where that is the same.
 */
export function textReader({ form, zeroDates }: Part): ((text: string) => Value) | null {
  switch (form.kind) {
    case 'boolean':
      return (text) => (text === '1' ? 't' : text === '0' ? 'f' : text);
    case 'float32':
      return (text) => floatText(text, 32);
    case 'float64':
      return (text) => floatText(text, 64);
    case 'bytes':
    case 'opaque':
      return (text) => `\\x${text.toLowerCase()}`;
    case 'time':
    case 'duration':
      return form.precision === 0 ? null : withoutZeros;
    case 'date':
      return zeroDates === 'keep' ? null : (text) => (text === ZERO_DAY ? shownZero(zeroDates, text) : text);
    case 'timestamp':
      return (text) => moment(text, zeroDates);
    case 'timestamptz':
      return (text) => {
        const read = moment(text, zeroDates);
        return read === null ? null : `${read}+00`;
      };
    case 'uuid':
      return (text) => text.toLowerCase();
    default:
      return null;
  }
}

function moment(text: string, zeroDates: ZeroDates): string | null {
  const short = withoutZeros(text);
  return short.startsWith(ZERO_DAY) ? shownZero(zeroDates, short) : short;
}

function shownZero(zeroDates: ZeroDates, text: string): string | null {
  if (zeroDates === 'empty') return null;
  return zeroDates === 'keep' ? text : FIRST_DAY + text.slice(ZERO_DAY.length);
}

/** `10:00:00.500000` as `10:00:00.5`. */
function withoutZeros(text: string): string {
  const point = text.lastIndexOf('.');
  if (point < 0) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x30) end -= 1;
  return text.slice(0, end - 1 === point ? point : end);
}
