import { SyncError } from '#core/errors/sync-error.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { Table } from './sqlite-table.ts';

/** How often to take more where values that were taken stand in the table already. */
const ROUNDS = 20;

/**
 * New values for a column: row numbers that AUTOINCREMENT then gives to nobody else, or what the column's default
 * gives. Runs in a transaction. Without AUTOINCREMENT the next row that somebody inserts would get the same number.
 */
export function takeSqliteKeys(writer: SqliteHandle, table: Table, field: string, count: number): string[] {
  const column = columnOf(table, field);
  if (field === table.rowNumber) {
    if (table.autoincrement) return takeNumbers(writer, table, count);
    throw new SyncError('LINK_KEY_UNFIT', `${table.stream} gives numbers of ${field} out twice.`, {
      detail: `A number that is reserved for a new record could be given to another row meanwhile. Declare ${field} as INTEGER PRIMARY KEY AUTOINCREMENT.`,
    });
  }
  if (column.defaultSql === null || column.generated) {
    throw new SyncError('LINK_KEY_UNFIT', `${table.stream} does not make ${field} by itself.`);
  }
  const taken = new Set<string>();
  for (let round = 0; taken.size < count; round++) {
    if (round === ROUNDS * count) {
      throw new SyncError(
        'LINK_KEY_UNFIT',
        `${table.stream} gives out values of ${field} that it holds already.`,
        {
          detail: `Its default is ${column.defaultSql}.`,
        },
      );
    }
    const raw = writer.get(`SELECT (${column.defaultSql})`)?.[0] ?? null;
    const held = writer.get(`SELECT 1 FROM ${table.quoted} WHERE ${column.quoted} = ?`, raw);
    const value = column.decode(raw);
    if (held === null && value !== null) taken.add(value);
  }
  return [...taken];
}

function takeNumbers(writer: SqliteHandle, table: Table, count: number): string[] {
  const row = writer.get(
    `SELECT max(ifnull((SELECT seq FROM sqlite_sequence WHERE name = ?), 0), ifnull((SELECT max(${columnOf(table, table.rowNumber ?? '').quoted}) FROM ${table.quoted}), 0))`,
    table.name,
  );
  const last = BigInt((row?.[0] ?? 0n) as bigint);
  const next = last + BigInt(count);
  if (writer.run('UPDATE sqlite_sequence SET seq = ? WHERE name = ?', next, table.name) === 0) {
    writer.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table.name, next);
  }
  return Array.from({ length: count }, (_, i) => String(last + BigInt(i) + 1n));
}
