import type { SnapshotChunk, SnapshotRequest, StreamIdentity } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { refuseChanged, refuseOther, sameColumns } from './postgres-identity.ts';
import { compareKeys, partCondition } from './postgres-key-part.ts';
import { castTo, keyEquals, type Table, type TableColumn } from './postgres-table.ts';
import { unnestRows } from './postgres-unnest.ts';

/** The next rows in key order, by comparison with the cursor: an index range, however far along. */
export async function readSnapshot(
  database: PostgresDatabase,
  table: Table,
  request: Omit<SnapshotRequest, 'stream'>,
): Promise<SnapshotChunk> {
  refuseOther(table, request.as);
  const keys = request.key.map((field) => columnOf(table, field));
  const selected = [...new Set([...request.key, ...request.fields])].map((field) => columnOf(table, field));
  const part = partCondition(table, request.key, request.within ?? null, 1);
  const conditions = [...part.conditions];
  const cursor = request.cursor === null ? [] : (JSON.parse(request.cursor) as string[]);
  if (request.cursor !== null) {
    const first = part.values.length + 1;
    conditions.push(
      compareKeys(
        keys,
        keys.map((c) => `t.${c.quoted}`),
        '>',
        keys.map((c, i) => castTo(c, `$${first + i}::text`)),
      ),
    );
  }
  const rows = await database.arrays({
    text: `SELECT ${selected.map((column) => `t.${column.quoted}`).join(', ')}, ${sameColumns(table, selected)}
      FROM ${table.quoted} AS t
      ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY ${keys.map((column) => `t.${column.quoted}`).join(', ')} LIMIT ${Math.trunc(request.limit)}`,
    values: [...part.values, ...cursor],
  });
  const last = rows.at(-1);
  refuseChanged(table, last?.[selected.length]);
  return {
    rows: rows.map((values) => rowFrom(selected, values)),
    // The key's columns were selected first.
    cursor: last && rows.length >= request.limit ? JSON.stringify(last.slice(0, keys.length)) : null,
  };
}

/** For each key, in the order given: at or before the cursor? */
export async function coversKeys(
  database: PostgresDatabase,
  table: Table,
  request: { key: string[]; cursor: string; keys: Row[] },
): Promise<boolean[]> {
  if (request.keys.length === 0) return [];
  const keys = request.key.map((field) => columnOf(table, field));
  const cursor = JSON.parse(request.cursor) as string[];
  const source = unnestRows(
    keys.map((column, i) => ({ as: `k${i}`, column, values: request.keys.map((key) => key[column.name]) })),
    keys.length + 1,
  );
  const beyond = compareKeys(
    keys,
    keys.map((_, i) => `s.k${i}`),
    '>',
    keys.map((c, i) => castTo(c, `$${i + 1}::text`)),
  );
  const rows = await database.arrays({
    text: `SELECT NOT (${beyond}) FROM ${source.sql} AS s ORDER BY s.n`,
    values: [...cursor, ...source.values],
  });
  return rows.map(([covered]) => covered === 't');
}

/** The rows that have these keys, in no order. */
export async function readRows(
  database: PostgresDatabase,
  table: Table,
  request: { fields: string[]; key: string[]; keys: Row[]; as?: StreamIdentity | null },
): Promise<Row[]> {
  if (request.keys.length === 0) return [];
  refuseOther(table, request.as);
  const keys = request.key.map((field) => columnOf(table, field));
  const selected = [...new Set([...request.key, ...request.fields])].map((field) => columnOf(table, field));
  const source = unnestRows(
    keys.map((column, i) => ({ as: `k${i}`, column, values: request.keys.map((key) => key[column.name]) })),
  );
  const rows = await database.arrays({
    text: `SELECT ${selected.map((column) => `t.${column.quoted}`).join(', ')}, ${sameColumns(table, selected)}
      FROM ${source.sql} AS s
      JOIN ${table.quoted} AS t ON ${keys.map((c, i) => keyEquals(c, `t.${c.quoted}`, `s.k${i}`)).join(' AND ')}`,
    values: source.values,
  });
  refuseChanged(table, rows[0]?.[selected.length]);
  return rows.map((values) => rowFrom(selected, values));
}

function rowFrom(columns: TableColumn[], values: Value[]): Row {
  const row: Row = {};
  for (let i = 0; i < columns.length; i++) put(row, columns[i]!.name, values[i] ?? null);
  return row;
}
