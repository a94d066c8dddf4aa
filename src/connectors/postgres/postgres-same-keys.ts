import type { KeyCollisions } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row } from '#core/values/value.ts';
import { textArray } from '#lib/text-array.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { quoteName } from './postgres-names.ts';
import { castTo, type Table } from './postgres-table.ts';

/** Groups of keys that are shown, and keys of each. */
const SAMPLES = 5;
const SAMPLE_KEYS = 4;

/**
 * Which keys are one under the rules of the table's own columns (their type and collation), asked of the
 * server itself: the keys go into a temporary table, which is gone when this returns.
 */
export async function findSameKeys(
  database: PostgresDatabase,
  table: Table,
  request: { key: string[]; keys: AsyncIterable<Row[]> },
): Promise<KeyCollisions> {
  const columns = request.key.map((field) => columnOf(table, field));
  const kept = columns.map((column, i) => `k${i} ${column.castType}${column.collate}, o${i} text`).join(', ');
  const grouped = columns.map((_, i) => `k${i}`).join(', ');
  const original = columns.map((column, i) => `'${column.name.replaceAll("'", "''")}', o${i}`).join(', ');
  const insert = `INSERT INTO pg_temp.${temporary}
    SELECT ${columns.map((column, i) => `${castTo(column, `u.c${i}`)}, u.c${i}`).join(', ')}
    FROM unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) AS u(${columns.map((_, i) => `c${i}`).join(', ')})`;
  return database.transaction(async (client) => {
    await client.query(`CREATE TEMPORARY TABLE ${temporary} (${kept}) ON COMMIT DROP`);
    for await (const rows of request.keys) {
      await client.query(
        insert,
        columns.map((column) => textArray(rows.map((row) => row[column.name] ?? null))),
      );
    }
    const { rows } = await client.query<{ keys: string; groups: string; samples: string }>(
      `WITH met AS (
         SELECT count(*) AS n, (json_agg(json_build_object(${original}) ORDER BY o0)) AS originals
         FROM pg_temp.${temporary} GROUP BY ${grouped} HAVING count(*) > 1
       )
       SELECT coalesce(sum(n), 0)::text AS keys, count(*)::text AS groups,
         (SELECT coalesce(json_agg(originals), '[]')::text FROM (SELECT originals FROM met LIMIT ${SAMPLES}) s) AS samples
       FROM met`,
    );
    const found = rows[0];
    return {
      keys: Number(found?.keys ?? 0),
      groups: Number(found?.groups ?? 0),
      samples: (JSON.parse(found?.samples ?? '[]') as Row[][]).map((group) => group.slice(0, SAMPLE_KEYS)),
    };
  });
}

const temporary = quoteName('syncline_same_keys');
