import type { Value } from '#core/values/value.ts';
import { textArray } from '#lib/text-array.ts';
import { castTo, type TableColumn } from './postgres-table.ts';

/** One column of a set of rows that a statement takes as parameters. */
export type UnnestColumn = {
  /** Name in the set. */
  as: string;
  column: TableColumn;
  values: (Value | undefined)[];
  /** Leave the value as text. */
  raw?: boolean;
};

/**
 * `(SELECT n, v1::type AS … FROM unnest($1::text[], …) WITH ORDINALITY …)` and its parameters:
 * any number of rows in a fixed statement text. `n` counts from 1.
 */
export function unnestRows(columns: UnnestColumn[], firstParameter = 1): { sql: string; values: string[] } {
  const selected = columns.map(({ as, column, raw }, i) =>
    raw ? `u.c${i} AS ${as}` : `${castTo(column, `u.c${i}`)} AS ${as}`,
  );
  const parameters = columns.map((_, i) => `$${firstParameter + i}::text[]`);
  const names = columns.map((_, i) => `c${i}`);
  return {
    sql: `(SELECT ${['u.n', ...selected].join(', ')} FROM unnest(${parameters.join(', ')}) WITH ORDINALITY AS u(${[...names, 'n'].join(', ')}))`,
    values: columns.map((column) => textArray(column.values)),
  };
}
