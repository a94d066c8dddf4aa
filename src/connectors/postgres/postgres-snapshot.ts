import type { SnapshotChunk } from '#core/ports/source.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { castTo, columnOf, keyEquals, operator, type Table, type TableColumn } from './postgres-table.ts';
import { unnestRows } from './postgres-unnest.ts';

/** The next rows in key order, by comparison with the cursor: an index range, however far along. */
export async function readSnapshot(
  database: PostgresDatabase,
  table: Table,
  request: { fields: string[]; key: string[]; cursor: string | null; limit: number },
): Promise<SnapshotChunk> {
  const keys = request.key.map((field) => columnOf(table, field));
  const selected = [...new Set([...request.key, ...request.fields])].map((field) => columnOf(table, field));
  const conditions = keys
    .filter((column) => column.nullable)
    .map((column) => `t.${column.quoted} IS NOT NULL`);
  const cursor = request.cursor === null ? [] : (JSON.parse(request.cursor) as string[]);
  if (request.cursor !== null) {
    conditions.push(
      after(
        keys,
        keys.map((c) => `t.${c.quoted}`),
        keys.map((c, i) => castTo(c, `$${i + 1}::text`)),
      ),
    );
  }
  const rows = await database.arrays({
    text: `SELECT ${selected.map((column) => `t.${column.quoted}`).join(', ')} FROM ${table.quoted} AS t
      ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
      ORDER BY ${keys.map((column) => `t.${column.quoted}`).join(', ')} LIMIT ${Math.trunc(request.limit)}`,
    values: cursor,
  });
  const last = rows.at(-1);
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
  const beyond = after(
    keys,
    keys.map((_, i) => `s.k${i}`),
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
  request: { fields: string[]; key: string[]; keys: Row[] },
): Promise<Row[]> {
  if (request.keys.length === 0) return [];
  const keys = request.key.map((field) => columnOf(table, field));
  const selected = [...new Set([...request.key, ...request.fields])].map((field) => columnOf(table, field));
  const source = unnestRows(
    keys.map((column, i) => ({ as: `k${i}`, column, values: request.keys.map((key) => key[column.name]) })),
  );
  const rows = await database.arrays({
    text: `SELECT ${selected.map((column) => `t.${column.quoted}`).join(', ')} FROM ${source.sql} AS s
      JOIN ${table.quoted} AS t ON ${keys.map((c, i) => keyEquals(c, `t.${c.quoted}`, `s.k${i}`)).join(' AND ')}`,
    values: source.values,
  });
  return rows.map((values) => rowFrom(selected, values));
}

function rowFrom(columns: TableColumn[], values: Value[]): Row {
  const row: Row = {};
  for (let i = 0; i < columns.length; i++) row[columns[i]!.name] = values[i] ?? null;
  return row;
}

/** `(a, b) > (x, y)`; spelled out where an operator lies outside pg_catalog, which a row comparison cannot name per column. */
function after(keys: TableColumn[], left: string[], right: string[]): string {
  if (keys.every((column) => column.operatorSchema === 'pg_catalog')) {
    return `(${left.join(', ')}) > (${right.join(', ')})`;
  }
  const alternatives = keys.map((column, i) => {
    const equal = keys.slice(0, i).map((earlier, j) => keyEquals(earlier, left[j]!, right[j]!));
    return [...equal, `${left[i]} ${operator(column, '>')} ${right[i]}`].join(' AND ');
  });
  return `((${alternatives.join(') OR (')}))`;
}
