import type { PartDigest, RangeDigests } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row } from '#core/values/value.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { bucketOf, partCondition, rowHash } from './postgres-key-part.ts';
import type { Table } from './postgres-table.ts';

type Request<Method extends keyof RangeDigests> = Omit<Parameters<RangeDigests[Method]>[0], 'stream'>;

/** Every so-many-th key of a range; the index is read no further than the last one asked for. */
export async function readBounds(
  database: PostgresDatabase,
  table: Table,
  request: Request<'bounds'>,
): Promise<Row[]> {
  const columns = request.key.map((field) => columnOf(table, field).quoted);
  const { conditions, values } = partCondition(table, request.key, request.within, 1);
  const rows = await database.arrays({
    text: `SELECT ${columns.join(', ')} FROM (
        SELECT ${columns.map((c) => `t.${c}`).join(', ')},
          row_number() OVER (ORDER BY ${columns.map((c) => `t.${c}`).join(', ')}) AS "row number"
        FROM ${table.quoted} AS t ${where(conditions)}
      ) AS s WHERE s."row number" % ${Math.trunc(request.every)} = 0
      ORDER BY "row number" LIMIT ${Math.trunc(request.limit)}`,
    values,
  });
  return rows.map((row) => Object.fromEntries(request.key.map((field, i) => [field, row[i] ?? null])));
}

/** Count and digest of the rows of a range. */
export async function digestRange(
  database: PostgresDatabase,
  table: Table,
  request: Request<'range'>,
): Promise<PartDigest> {
  const { conditions, values } = partCondition(table, request.key, request.within, 1);
  const [row] = await database.arrays({
    text: `SELECT count(*), ${sumOf(rowHash(table, request.fields))}
      FROM ${table.quoted} AS t ${where(conditions)}`,
    values,
  });
  return { count: Number(row?.[0] ?? 0), digest: row?.[1] ?? '0' };
}

/** Count and digest per bucket, in one pass over the table. */
export async function digestBuckets(
  database: PostgresDatabase,
  table: Table,
  request: Request<'buckets'>,
): Promise<PartDigest[]> {
  const { conditions } = partCondition(
    table,
    request.key.map(({ name }) => name),
    null,
    1,
  );
  const rows = await database.arrays({
    text: `SELECT ${bucketOf(table, request.key, request.of)}, count(*), ${sumOf(rowHash(table, request.fields))}
      FROM ${table.quoted} AS t ${where(conditions)} GROUP BY 1`,
  });
  const digests = Array.from({ length: request.of }, (): PartDigest => ({ count: 0, digest: '0' }));
  for (const [bucket, count, digest] of rows) {
    digests[Number(bucket)] = { count: Number(count), digest: digest ?? '0' };
  }
  return digests;
}

function sumOf(hash: string): string {
  return `coalesce(sum(('x' || substr(${hash}, 1, 16))::bit(64)::int8), 0)`;
}

function where(conditions: string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}
