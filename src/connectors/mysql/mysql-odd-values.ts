import type { MysqlDatabase } from './mysql-database.ts';
import { zeroOf } from './mysql-literal.ts';
import type { Table, TableColumn } from './mysql-table.ts';

/**
 * How many of a table's first rows hold a value that no other system takes for one of the column's neutral
 * type, by column: a boolean of 5, a time of day of 30 hours, a zero date.
 */
export async function oddValues(
  database: MysqlDatabase,
  table: Table,
  columns: TableColumn[],
  atMost: number,
): Promise<number[]> {
  const conditions = columns.map(oddCondition);
  if (conditions.every((condition) => condition === null)) return columns.map(() => 0);
  const [row] = await database.rows(
    `SELECT ${conditions.map((condition) => (condition === null ? '0' : `COALESCE(SUM(${condition}), 0)`)).join(', ')}
     FROM (SELECT ${columns.map(({ quoted }) => quoted).join(', ')} FROM ${table.quoted} LIMIT ${atMost}) AS t`,
  );
  return columns.map((_, i) => Number(row?.[i] ?? 0));
}

function oddCondition(column: TableColumn): string | null {
  const { form, quoted, zeroDates } = column;
  if (form.kind === 'boolean') {
    return column.field.nativeType.startsWith('tinyint') ? `${quoted} NOT IN (0, 1)` : null;
  }
  if (form.kind === 'time') return `${quoted} < TIME'00:00:00' OR ${quoted} > TIME'24:00:00'`;
  const zero = zeroOf(column);
  return zero !== null && zeroDates === 'keep' ? `${quoted} = ${zero}` : null;
}
