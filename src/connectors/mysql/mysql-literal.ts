import { SyncError } from '#core/errors/sync-error.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { Value } from '#core/values/value.ts';
import { quoteText } from './mysql-names.ts';
import type { TableColumn } from './mysql-table.ts';
import { FIRST_DAY, ZERO_DAY } from './mysql-value-text.ts';

/** Digits that a DECIMAL can have. */
const MOST_DIGITS = 65;

/**
 * A canonical text as a literal of the column's kind, so that values of many rows in one list keep
 * their type. Throws `VALUE_INVALID` for a text that no value of that kind has: put between quotes,
 * the server would take what it can make of it.
 */
export function literalOf(column: TableColumn): (value: Value) => string {
  const write = writerOf(column);
  const zero = column.zeroDates === 'empty' && !column.nullable ? zeroOf(column) : null;
  return (value) => {
    if (value === null) return zero ?? 'NULL';
    const literal = write(value);
    if (literal !== null) return literal;
    const shown = value.startsWith(MISFIT_MARK) ? value.slice(MISFIT_MARK.length) : JSON.stringify(value);
    throw new SyncError('VALUE_INVALID', `${column.field.nativeType} has no value ${shortened(shown)}.`, {
      detail: `Field ${column.name}.`,
      at: { field: column.name, constraint: null },
    });
  };
}

/** The zero date as a literal, for a column that may hold one; else null. */
export function zeroOf({ form }: TableColumn): string | null {
  if (form.kind === 'date') return `DATE'${ZERO_DAY}'`;
  return form.kind === 'timestamp' || form.kind === 'timestamptz' ? `TIMESTAMP'${ZERO_DAY} 00:00:00'` : null;
}

function writerOf(column: TableColumn): (text: string) => string | null {
  const { form } = column;
  switch (form.kind) {
    case 'whole':
    case 'bits':
      return (text) => (whole.test(text) ? text : null);
    case 'boolean':
      return (text) => (text === 't' ? '1' : text === 'f' ? '0' : whole.test(text) ? text : null);
    // A short number would be taken for a year of this century or the last one.
    case 'year':
      return (text) => (whole.test(text) && (Number(text) === 0 || Number(text) > 1900) ? text : null);
    case 'decimal':
      return (text) => (decimal.test(text) && text.length <= MOST_DIGITS + 2 ? text : null);
    case 'float32':
      return (text) => float(Math.fround(Number(text)), text);
    case 'float64':
      return (text) => float(Number(text), text);
    case 'date':
      return (text) => (day.test(text) ? `DATE'${zeroed(column, text)}'` : null);
    case 'time':
    case 'duration':
      return (text) => (clock.test(text) ? `TIME'${text}'` : null);
    case 'timestamp':
      return (text) => (stamp.test(text) ? `TIMESTAMP'${zeroed(column, text)}'` : null);
    case 'timestamptz':
      return (text) => {
        const local = text.endsWith('+00') ? text.slice(0, -3) : text;
        return stamp.test(local) ? `TIMESTAMP'${zeroed(column, local)}'` : null;
      };
    case 'bytes':
    case 'opaque':
      return (text) => (bytes.test(text) ? `x'${text.slice(2)}'` : null);
    default:
      return (text) => (text.startsWith(MISFIT_MARK) ? null : quoteText(text));
  }
}

const whole = /^[+-]?\d{1,65}$/;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const clock = /^-?\d{1,3}:\d{2}:\d{2}(?:\.\d{1,6})?$/;
const stamp = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?$/;
const bytes = /^\\x(?:[0-9a-f]{2})*$/i;

function zeroed({ zeroDates }: TableColumn, text: string): string {
  return zeroDates === 'first day' && text.startsWith(FIRST_DAY)
    ? ZERO_DAY + text.slice(FIRST_DAY.length)
    : text;
}

/** With an exponent, so that it is a double and no decimal; its digits read back as the same number. */
function float(number: number, text: string): string | null {
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  const digits = Object.is(number, -0) ? '-0' : String(number);
  return digits.includes('e') ? digits : `${digits}e0`;
}

function shortened(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}
