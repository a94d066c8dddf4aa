import type { PartDigest, RangeDigests } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { DigestField } from '#core/values/digest-form.ts';
import type { Row } from '#core/values/value.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { bucketOf, orderBy, partCondition, rowHash, where } from './sqlite-key-part.ts';
import { decodeAll, listed, rowFrom } from './sqlite-snapshot.ts';
import type { Table } from './sqlite-table.ts';

type Request<Method extends keyof RangeDigests> = Omit<Parameters<RangeDigests[Method]>[0], 'stream'>;

/** Rows after which other work of the session gets its turn. */
const TURN = 2000;

/** Every so-many-th key of a range; the index is read no further than the last one asked for. */
export async function readBounds(
  handle: SqliteHandle,
  table: Table,
  request: Request<'bounds'>,
): Promise<Row[]> {
  const keys = request.key.map((field) => columnOf(table, field));
  const { conditions, values } = partCondition(table, request.key, request.within);
  const found: Row[] = [];
  let place = 0;
  const rows = handle.iterate(
    `SELECT ${listed(keys)} FROM ${table.quoted} ${where(conditions)} ${orderBy(keys)}`,
    ...values,
  );
  for await (const raw of inTurns(rows)) {
    place += 1;
    if (place % request.every === 0) found.push(rowFrom(keys, decodeAll(keys, raw)));
    if (found.length >= request.limit) break;
  }
  return found;
}

/** Count and digest of the rows of a range. */
export async function digestRange(
  handle: SqliteHandle,
  table: Table,
  request: Request<'range'>,
): Promise<PartDigest> {
  const { conditions, values } = partCondition(table, request.key, request.within);
  const hash = rowHash(table, request.fields);
  let count = 0;
  let sum = 0n;
  const rows = handle.iterate(
    `SELECT ${names(table, request.fields)} FROM ${table.quoted} ${where(conditions)}`,
    ...values,
  );
  for await (const raw of inTurns(rows)) {
    count += 1;
    sum += numberOf(hash(raw));
  }
  return { count, digest: String(sum) };
}

/** Count and digest per bucket, in one pass over the table. */
export async function digestBuckets(
  handle: SqliteHandle,
  table: Table,
  request: Request<'buckets'>,
): Promise<PartDigest[]> {
  const { conditions } = partCondition(
    table,
    request.key.map(({ name }) => name),
    null,
  );
  const keyHash = rowHash(table, request.key);
  const hash = rowHash(table, request.fields);
  const counts = Array.from({ length: request.of }, () => ({ count: 0, sum: 0n }));
  const rows = handle.iterate(
    `SELECT ${names(table, [...request.key, ...request.fields])} FROM ${table.quoted} ${where(conditions)}`,
  );
  for await (const raw of inTurns(rows)) {
    const bucket = counts[bucketOf(keyHash(raw), request.of)]!;
    bucket.count += 1;
    bucket.sum += numberOf(hash(raw.slice(request.key.length)));
  }
  return counts.map(({ count, sum }) => ({ count, digest: String(sum) }));
}

function names(table: Table, fields: DigestField[]): string {
  return fields.length === 0 ? '1' : listed(fields.map(({ name }) => columnOf(table, name)));
}

function numberOf(hash: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${hash.slice(0, 16)}`));
}

async function* inTurns<T>(rows: Iterable<T>): AsyncGenerator<T> {
  let place = 0;
  for (const row of rows) {
    yield row;
    place += 1;
    if (place % TURN === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
