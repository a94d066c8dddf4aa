import type { KeyCollisions } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row, Value } from '#core/values/value.ts';
import { answer, type MysqlDatabase } from './mysql-database.ts';
import { literalOf } from './mysql-literal.ts';
import { quoteName, quoteTable, quoteText } from './mysql-names.ts';
import type { Table } from './mysql-table.ts';
import { fittingRuns, rowSizes } from './mysql-value-rows.ts';

/** Groups of keys that are shown, and keys of each. */
const SAMPLES = 5;
const SAMPLE_KEYS = 4;

/**
 * Which keys are one under the rules of the table's own columns (their type and collation), asked of the
 * server itself: the keys go into a temporary table, which is gone when this returns.
 */
export async function findSameKeys(
  database: MysqlDatabase,
  table: Table,
  request: { key: string[]; keys: AsyncIterable<Row[]> },
): Promise<KeyCollisions> {
  const dialect = await database.dialect();
  const columns = request.key.map((field) => columnOf(table, field));
  const temporary = quoteTable({ schema: database.name, table: 'syncline_same_keys' });
  const originals = columns.map((_, i) => `o${i} longtext CHARACTER SET utf8mb4`).join(', ');
  const typed = columns.map((column, i) => `t.${column.quoted} AS k${i}`).join(', ');
  const grouped = columns.map((_, i) => `k${i}`).join(', ');
  const shown = columns.map((column, i) => `${quoteText(column.name)}, o${i}`).join(', ');
  const inserted = columns
    .flatMap((_, i) => [`k${i}`, `o${i}`])
    .map(quoteName)
    .join(', ');
  const writers = columns.map(literalOf);
  return database.withClient(async (client) => {
    await client.query(
      `CREATE TEMPORARY TABLE ${temporary} (${originals}) ENGINE = InnoDB SELECT ${typed} FROM ${table.quoted} AS t LIMIT 0`,
    );
    try {
      for await (const keys of request.keys) {
        const rows = keys.map((key) =>
          columns.map((column, i) => asKeyAndText(writers[i]!, key[column.name] ?? null)).join(', '),
        );
        for (const { from, to } of fittingRuns(dialect, rowSizes(rows))) {
          await client.query(
            `INSERT INTO ${temporary} (${inserted}) VALUES (${rows.slice(from, to).join('), (')})`,
          );
        }
      }
      const met = `SELECT COUNT(*) AS n, JSON_ARRAYAGG(JSON_OBJECT(${shown})) AS originals, MIN(o0) AS first
        FROM ${temporary} GROUP BY ${grouped} HAVING COUNT(*) > 1`;
      const { rows: counts } = await answer(
        client,
        `SELECT COALESCE(SUM(n), 0), COUNT(*) FROM (${met}) AS met`,
      );
      const { rows: samples } = await answer(
        client,
        `SELECT originals FROM (${met}) AS met ORDER BY first LIMIT ${SAMPLES}`,
      );
      return {
        keys: Number(counts[0]?.[0] ?? 0),
        groups: Number(counts[0]?.[1] ?? 0),
        samples: samples.map(([group]) => (JSON.parse(group ?? '[]') as Row[]).slice(0, SAMPLE_KEYS)),
      };
    } finally {
      await client.query(`DROP TEMPORARY TABLE ${temporary}`);
    }
  });
}

function asKeyAndText(write: (value: Value) => string, value: Value): string {
  return `${write(value)}, ${value === null ? 'NULL' : quoteText(value)}`;
}
