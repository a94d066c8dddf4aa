import { SyncError } from '#core/errors/sync-error.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { castTo, keyEquals, type Table } from './postgres-table.ts';

/** How often to take more where values that were taken stand in the table already. */
const ROUNDS = 20;

const defaultSql = `
  SELECT a.attidentity AS identity, a.attgenerated AS generated, pg_get_expr(d.adbin, d.adrelid) AS expression,
    pg_get_serial_sequence($1, a.attname) AS sequence
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = $1::regclass AND a.attname = $2 AND NOT a.attisdropped`;

/**
 * New values for a column, from its own sequence or default expression. Sequences give each value out
 * once; one that somebody has written by hand ahead of its sequence is passed over.
 */
export async function takePostgresKeys(
  database: PostgresDatabase,
  table: Table,
  field: string,
  count: number,
): Promise<string[]> {
  const column = columnOf(table, field);
  const expression = await defaultOf(database, table, field);
  const taken = new Set<string>();
  for (let round = 0; taken.size < count; round += 1) {
    if (round === ROUNDS) {
      throw new SyncError(
        'LINK_KEY_UNFIT',
        `${table.stream} gives out values of ${field} that it holds already.`,
        {
          detail: `Its default is ${expression}. A sequence that lies behind its table is mended with setval().`,
        },
      );
    }
    // The default is evaluated once per value, before anything else: it may be volatile.
    const rows = await database.rows(
      `WITH taken AS MATERIALIZED (SELECT (${expression})::${column.castType}::text AS value FROM generate_series(1, $1::int))
       SELECT value FROM taken WHERE NOT EXISTS (
         SELECT FROM ${table.quoted} AS t WHERE ${keyEquals(column, `t.${column.quoted}`, castTo(column, 'value'))})`,
      [String(count - taken.size)],
    );
    for (const { value } of rows) if (value) taken.add(value);
  }
  return [...taken];
}

async function defaultOf(database: PostgresDatabase, table: Table, field: string): Promise<string> {
  const [found] = await database.rows(defaultSql, [table.quoted, field]);
  if (found?.identity && found.sequence)
    return `nextval('${found.sequence.replaceAll("'", "''")}'::regclass)`;
  if (found?.expression && !found.generated) return found.expression;
  throw new SyncError('LINK_KEY_UNFIT', `${table.stream} does not make ${field} by itself.`);
}
