import type { PartDigest, RangeDigests } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row } from '#core/values/value.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { type KnownTable, rowsOf } from './mysql-definition.ts';
import { bucketOf, rowHash } from './mysql-digest-text.ts';
import { partConditions } from './mysql-key-part.ts';
import { rowReader } from './mysql-row-reader.ts';

type Request<Method extends keyof RangeDigests> = Omit<Parameters<RangeDigests[Method]>[0], 'stream'>;

/** Every so-many-th key of a range; the index is read no further than the last one asked for. */
export async function readBounds(
  database: MysqlDatabase,
  table: KnownTable,
  request: Request<'bounds'>,
): Promise<Row[]> {
  const keys = request.key.map((field) => columnOf(table, field));
  const reader = rowReader(keys);
  const order = keys.map((column) => `t.${column.quoted}`).join(', ');
  const conditions = partConditions(await database.dialect(), table, request.key, request.within);
  const rows = await rowsOf(
    database,
    table,
    `SELECT ${reader.selected('s')} FROM (
       SELECT ${order}, row_number() OVER (ORDER BY ${order}) AS \`row number\`
       FROM ${table.quoted} AS t ${where(conditions)}
     ) AS s WHERE s.\`row number\` % ${Math.trunc(request.every)} = 0
     ORDER BY s.\`row number\` LIMIT ${Math.trunc(request.limit)}`,
  );
  return rows.map(reader.row);
}

/** Count and digest of the rows of a range. */
export async function digestRange(
  database: MysqlDatabase,
  table: KnownTable,
  request: Request<'range'>,
): Promise<PartDigest> {
  const dialect = await database.dialect();
  const conditions = partConditions(dialect, table, request.key, request.within);
  const [row] = await rowsOf(
    database,
    table,
    `SELECT COUNT(*), ${sumOf(rowHash(dialect, table, request.fields))} FROM ${table.quoted} AS t ${where(conditions)}`,
  );
  return { count: Number(row?.[0] ?? 0), digest: row?.[1] ?? '0' };
}

/** Count and digest per bucket, in one pass over the table. */
export async function digestBuckets(
  database: MysqlDatabase,
  table: KnownTable,
  request: Request<'buckets'>,
): Promise<PartDigest[]> {
  const dialect = await database.dialect();
  const key = request.key.map(({ name }) => name);
  const rows = await rowsOf(
    database,
    table,
    `SELECT ${bucketOf(dialect, table, request.key, request.of)} AS bucket, COUNT(*), ${sumOf(rowHash(dialect, table, request.fields))}
     FROM ${table.quoted} AS t ${where(partConditions(dialect, table, key, null))} GROUP BY bucket`,
  );
  const digests = Array.from({ length: request.of }, (): PartDigest => ({ count: 0, digest: '0' }));
  for (const [bucket, count, digest] of rows) {
    digests[Number(bucket)] = { count: Number(count), digest: digest ?? '0' };
  }
  return digests;
}

/** CONV to base -10 reads sixteen hexadecimal digits as a number with a sign. */
function sumOf(hash: string): string {
  return `COALESCE(SUM(CAST(CONV(SUBSTR(${hash}, 1, 16), 16, -10) AS DECIMAL(20))), 0)`;
}

function where(conditions: string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}
