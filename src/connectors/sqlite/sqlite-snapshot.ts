import type { CopiedRows, SnapshotChunk, SnapshotRequest } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import { formatRows } from '#core/values/text-rows.ts';
import type { Row, Value } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { bucketOf, compareKeys, orderBy, partCondition, rowHash, where } from './sqlite-key-part.ts';
import type { Raw } from './sqlite-literal.ts';
import { encodeKey, type Table, type TableColumn } from './sqlite-table.ts';

/** The next rows in key order, by comparison with the cursor: an index range, however far along. */
export function readSnapshot(
  handle: SqliteHandle,
  table: Table,
  request: Omit<SnapshotRequest, 'stream'>,
): SnapshotChunk {
  const { columns, rows, cursor } = readChunk(handle, table, request);
  return { rows: rows.map((values) => rowFrom(columns, values)), cursor };
}

/** The same for many rows at a time, as one text. */
export function copyRows(
  handle: SqliteHandle,
  table: Table,
  request: Omit<SnapshotRequest, 'stream' | 'within'>,
): CopiedRows {
  const { columns, rows, cursor } = readChunk(handle, table, request);
  return { fields: columns.map(({ name }) => name), rows: formatRows(rows), cursor };
}

/** For each key, in the order given: at or before the cursor? */
export function coversKeys(
  handle: SqliteHandle,
  table: Table,
  request: { key: string[]; cursor: string; keys: Row[] },
): boolean[] {
  const keys = request.key.map((field) => columnOf(table, field));
  const cursor = decodeCursor(keys, request.cursor);
  const given = keys.map(({ collation }) => `? COLLATE ${collation}`).join(', ');
  const sql = `SELECT (${given}) > (${keys.map(() => '?').join(', ')})`;
  return request.keys.map((key) => {
    const values = keys.map((column) => encodeKey(column, key[column.name] ?? null));
    return handle.number(sql, ...values, ...cursor) === 0;
  });
}

/** The rows that have these keys, in the order of the keys. */
export function readRows(
  handle: SqliteHandle,
  table: Table,
  request: { fields: string[]; key: string[]; keys: Row[] },
): Row[] {
  const keys = request.key.map((field) => columnOf(table, field));
  const columns = [...new Set([...request.key, ...request.fields])].map((field) => columnOf(table, field));
  const sql = `SELECT ${listed(columns)} FROM ${table.quoted} WHERE ${keys.map(({ quoted }) => `${quoted} = ?`).join(' AND ')}`;
  return request.keys.flatMap((key) => {
    const values = keys.map((column) => encodeKey(column, key[column.name] ?? null));
    return handle.all(sql, ...values).map((raw) => rowFrom(columns, decodeAll(columns, raw)));
  });
}

/** A few rows, for people to look at. */
export function sampleRows(handle: SqliteHandle, table: Table, limit: number): Row[] {
  const columns = [...table.columns.values()];
  return handle
    .all(`SELECT ${listed(columns)} FROM ${table.quoted} LIMIT ?`, BigInt(Math.trunc(limit)))
    .map((raw) => rowFrom(columns, decodeAll(columns, raw)));
}

type Chunk = { columns: TableColumn[]; rows: Value[][]; cursor: string | null };

function readChunk(handle: SqliteHandle, table: Table, request: Omit<SnapshotRequest, 'stream'>): Chunk {
  const { key, within = null, limit } = request;
  const keys = key.map((field) => columnOf(table, field));
  const columns = [...new Set([...key, ...request.fields])].map((field) => columnOf(table, field));
  const { conditions, values } = partCondition(table, key, within);
  if (request.cursor !== null) {
    conditions.push(compareKeys(keys, '>'));
    values.push(...decodeCursor(keys, request.cursor));
  }
  const buckets = within?.kind === 'buckets' ? within : null;
  const hashed = buckets?.key.map(({ name }) => columnOf(table, name)) ?? [];
  const hash = buckets && rowHash(table, buckets.key);
  const wanted = new Set(buckets?.buckets);
  const sql = `SELECT ${listed([...columns, ...hashed])} FROM ${table.quoted} ${where(conditions)} ${orderBy(keys)}`;
  const rows: Value[][] = [];
  let last: Raw[] | null = null;
  const found = buckets
    ? handle.iterate(sql, ...values)
    : handle.all(`${sql} LIMIT ?`, ...values, BigInt(Math.trunc(limit)));
  for (const raw of found) {
    if (buckets && hash && !wanted.has(bucketOf(hash(raw.slice(columns.length)), buckets.of))) continue;
    rows.push(decodeAll(columns, raw));
    last = raw;
    if (rows.length >= limit) break;
  }
  const cursor = last && rows.length >= limit ? encodeCursor(last.slice(0, keys.length)) : null;
  return { columns, rows, cursor };
}

/** Raw values, each with its storage class, so that keys of any class are found again. */
function encodeCursor(raw: Raw[]): string {
  return JSON.stringify(
    raw.map((value) => {
      if (typeof value === 'bigint') return { i: String(value) };
      return value instanceof Uint8Array ? { b: Buffer.from(value).toString('hex') } : value;
    }),
  );
}

function decodeCursor(keys: TableColumn[], cursor: string): Raw[] {
  const stored = JSON.parse(cursor) as (string | number | null | { i: string } | { b: string })[];
  if (stored.length !== keys.length) throw new Error('A cursor of another key');
  return stored.map((value) => {
    if (value === null || typeof value !== 'object') return value;
    return 'i' in value ? BigInt(value.i) : new Uint8Array(Buffer.from(value.b, 'hex'));
  });
}

export function listed(columns: TableColumn[]): string {
  return columns.map(({ quoted }) => quoted).join(', ');
}

export function decodeAll(columns: TableColumn[], raw: Raw[]): Value[] {
  return columns.map((column, i) => column.decode(raw[i] ?? null));
}

export function rowFrom(columns: TableColumn[], values: Value[]): Row {
  const row: Row = {};
  for (let i = 0; i < columns.length; i++) put(row, columns[i]!.name, values[i] ?? null);
  return row;
}
