import type { CopiedRows, SnapshotChunk, SnapshotRequest } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import { formatRows } from '#core/values/text-rows.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import { keyEquals } from './mysql-compare.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, rowsOf } from './mysql-definition.ts';
import { compareKeys, ordered, orderLiteral, partConditions, rowsBeside } from './mysql-key-part.ts';
import { rowReader } from './mysql-row-reader.ts';
import { keyedTable, type Table } from './mysql-table.ts';
import { fittingRuns, literalRows, rowSizes, valueRows } from './mysql-value-rows.ts';

type Chunk = { fields: string[]; rows: Value[][]; cursor: string | null };

/** The next rows in key order, by comparison with the cursor: an index range, however far along. */
export async function readSnapshot(
  database: MysqlDatabase,
  table: KnownTable,
  request: Omit<SnapshotRequest, 'stream'>,
): Promise<SnapshotChunk> {
  const { fields, rows, cursor } = await readChunk(database, table, request);
  return { rows: rows.map((values) => rowOf(fields, values)), cursor };
}

/** Like `readSnapshot`, for many rows at a time. */
export async function copyRows(
  database: MysqlDatabase,
  table: KnownTable,
  request: Omit<SnapshotRequest, 'stream' | 'within'>,
): Promise<CopiedRows> {
  const { fields, rows, cursor } = await readChunk(database, table, request);
  return { fields, rows: formatRows(rows), cursor };
}

/** The key's values come first in each row. */
async function readChunk(
  database: MysqlDatabase,
  table: KnownTable,
  request: Omit<SnapshotRequest, 'stream'>,
): Promise<Chunk> {
  const keys = request.key.map((field) => columnOf(table, field));
  const fields = [...new Set([...request.key, ...request.fields])];
  const reader = rowReader(fields.map((field) => columnOf(table, field)));
  const conditions = partConditions(await database.dialect(), table, request.key, request.within ?? null);
  if (request.cursor !== null) {
    conditions.push(rowsBeside(keys, '>', JSON.parse(request.cursor) as string[]));
  }
  const found = await rowsOf(
    database,
    table,
    `SELECT ${reader.selected('t')} FROM ${table.quoted} AS t
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY ${keys.map((column) => `t.${column.quoted}`).join(', ')} LIMIT ${Math.trunc(request.limit)}`,
  );
  const rows = found.map((row) => reader.values(row));
  const last = rows.at(-1);
  const more = last !== undefined && rows.length >= request.limit;
  return { fields, rows, cursor: more ? JSON.stringify(last.slice(0, keys.length)) : null };
}

/** For each key, in the order given: at or before the cursor? */
export async function coversKeys(
  database: MysqlDatabase,
  table: Table,
  request: { key: string[]; cursor: string; keys: Row[] },
): Promise<boolean[]> {
  const dialect = await database.dialect();
  const keys = request.key.map((field) => columnOf(table, field));
  const cursor = JSON.parse(request.cursor) as string[];
  const writers = keys.map(orderLiteral);
  const literals = request.keys.map((key) =>
    keys.map((column, i) => writers[i]!(key[column.name] ?? null)).join(', '),
  );
  const beyond = compareKeys(
    keys.map((column, i) => ordered(column, `s.k${i}`)),
    '>',
    keys.map((column, i) => ordered(column, writers[i]!(cursor[i] ?? null))),
  );
  const names = keys.map((_, i) => `k${i}`);
  const covered: boolean[] = [];
  for (const { from, to } of fittingRuns(dialect, rowSizes(literals))) {
    const rows = await database.rows(
      `SELECT NOT (${beyond}) FROM ${valueRows(dialect, names, literals.slice(from, to))} AS s ORDER BY s.n`,
    );
    covered.push(...rows.map(([answer]) => answer === '1'));
  }
  return covered;
}

/** The rows that have these keys, in no order. */
export async function readRows(
  database: MysqlDatabase,
  table: KnownTable,
  request: { fields: string[]; key: string[]; keys: Row[] },
): Promise<Row[]> {
  const dialect = await database.dialect();
  const keys = request.key.map((field) => columnOf(table, field));
  const fields = [...new Set([...request.key, ...request.fields])];
  const reader = rowReader(fields.map((field) => columnOf(table, field)));
  const literals = literalRows(
    keys,
    request.keys.map((key) => request.key.map((field) => key[field] ?? null)),
  );
  const same = keys.map((column, i) => keyEquals(dialect, column, 't', `s.k${i}`)).join(' AND ');
  const names = keys.map((_, i) => `k${i}`);
  const found: Row[] = [];
  for (const { from, to } of fittingRuns(dialect, rowSizes(literals))) {
    const rows = await rowsOf(
      database,
      table,
      `SELECT ${reader.selected('t')} FROM ${valueRows(dialect, names, literals.slice(from, to))} AS s
       STRAIGHT_JOIN ${keyedTable(table, request.key)} ON ${same}`,
    );
    found.push(...rows.map(reader.row));
  }
  return found;
}

function rowOf(fields: string[], values: Value[]): Row {
  const row: Row = {};
  for (let i = 0; i < fields.length; i++) put(row, fields[i]!, values[i]!);
  return row;
}
