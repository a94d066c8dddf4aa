import { SyncError } from '#core/errors/sync-error.ts';
import type { Value } from '#core/values/value.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { literalOf } from './mysql-literal.ts';
import type { TableColumn } from './mysql-table.ts';

/** Part of the largest packet that the values of one statement may fill; the rest is for what is around them. */
const FILL = 0.8;
/** Bytes beyond which a statement grows no quicker. */
const ENOUGH = 4_000_000;

/**
 * Rows as a table inside a statement, with `n` counting from 1 in front:
 * `(WITH s (n, k0) AS (VALUES (1, 'a'), (2, 'b')) SELECT * FROM s)`.
 *
 * @param rows the values of each row as literals, with commas between
 */
export function valueRows(dialect: MysqlDialect, names: string[], rows: readonly string[]): string {
  const list = rows.map((row, i) => `${dialect.row}(${i + 1}, ${row})`).join(', ');
  return `(WITH s (n, ${names.join(', ')}) AS (VALUES ${list}) SELECT * FROM s)`;
}

/** One literal row per row of values. Throws `VALUE_INVALID`. */
export function literalRows(columns: TableColumn[], rows: readonly (readonly Value[])[]): string[] {
  const writers = columns.map(literalOf);
  return rows.map((row) => writers.map((write, i) => write(row[i] ?? null)).join(', '));
}

/** Bytes that each literal row takes in a statement. */
export function rowSizes(rows: readonly string[]): number[] {
  return rows.map((row) => Buffer.byteLength(row) + 16);
}

/**
 * Cuts rows of these sizes (bytes) into runs that fit one statement each, by their places in the list.
 * Throws `VALUE_INVALID` for a row that alone is too large for the server.
 */
export function fittingRuns(
  { largestPacket }: MysqlDialect,
  sizes: readonly number[],
): { from: number; to: number }[] {
  const most = largestPacket * FILL;
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  let size = 0;
  sizes.forEach((bytes, i) => {
    if (bytes > most) {
      throw new SyncError('VALUE_INVALID', 'The row is larger than the server takes in one statement.', {
        detail: `Its values take ${bytes} bytes, max_allowed_packet is ${largestPacket}. Fix: SET GLOBAL max_allowed_packet = 1073741824;`,
      });
    }
    if (size + bytes > Math.min(most, ENOUGH) && i > from) {
      runs.push({ from, to: i });
      from = i;
      size = 0;
    }
    size += bytes;
  });
  if (from < sizes.length) runs.push({ from, to: sizes.length });
  return runs;
}
