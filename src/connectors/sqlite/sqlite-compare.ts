import { normalNumber } from '#core/values/decimal-text.ts';
import { fitNumber } from '#core/values/fit-number.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { isNumberType } from '#core/values/number-cast-kind.ts';
import { readText } from '#core/values/read-text.ts';
import { type Equality, sideEquality } from '#core/values/same-value.ts';
import type { TableColumn } from './sqlite-table.ts';

/**
 * Whether two texts of the column are the same value; null equals null. With a coarser type both are brought to
 * it first, so that a finer value counts as equal to its own rounded echo (E13).
 */
export function equalityOf(column: TableColumn, coarser: NeutralType | undefined): Equality {
  const own = sideEquality(column.field);
  if (!coarser) return own;
  const bring = bringTo(coarser);
  return (a, b) => a === b || (a !== null && b !== null && (own(a, b) || bring(a) === bring(b)));
}

function bringTo(type: NeutralType): (text: string) => string {
  const bring = roundTo(type);
  return (text) => {
    try {
      return bring(text);
    } catch (error) {
      if (error instanceof Misfit) return text;
      throw error;
    }
  };
}

function roundTo(type: NeutralType): (text: string) => string {
  if (!isNumberType(type)) return readText(type);
  if (type.kind === 'float32' || type.kind === 'float64') return fitNumber(type);
  // Rounded without the type's range: a value beyond it differs, and is no error.
  const scale = type.kind !== 'decimal' ? 0 : type.precision === undefined ? null : (type.scale ?? 0);
  return (text) => normalNumber(text, scale);
}
