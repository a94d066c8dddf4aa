import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { columnOf } from '#core/values/column-of.ts';
import { keyEquals } from './mysql-compare.ts';
import { answer, type MysqlClient, type MysqlDatabase, rollBack } from './mysql-database.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import { literalOf } from './mysql-literal.ts';
import { rowReader } from './mysql-row-reader.ts';
import { made } from './mysql-step-aside.ts';
import type { Table, TableColumn } from './mysql-table.ts';
import { valueRows } from './mysql-value-rows.ts';

/** How often to take more where values that were taken stand in the table already. */
const ROUNDS = 20;

/**
 * New values for a column, from its counter or its default expression. InnoDB's counter goes on and never
 * back, also when the transaction that made it count is undone: rows are created, their numbers read, and
 * nothing of them remains. Each number is given out once, to us.
 */
export async function takeMysqlKeys(
  database: MysqlDatabase,
  table: Table,
  field: string,
  count: number,
): Promise<string[]> {
  const column = columnOf(table, field);
  if (column.field.readOnly || (!column.autoIncrement && column.default === null)) {
    throw new SyncError('LINK_KEY_UNFIT', `${table.stream} does not make ${field} by itself.`);
  }
  if (column.autoIncrement) return countOn(database, table, column, count);
  return fromDefault(database, table, column, count);
}

async function countOn(
  database: MysqlDatabase,
  table: Table,
  column: TableColumn,
  count: number,
): Promise<string[]> {
  const filled = [...table.columns.values()].filter(
    (other) => other !== column && !other.nullable && !other.field.hasDefault,
  );
  const names = filled.map(({ quoted }) => quoted).join(', ');
  const row = `(${filled.map((other) => made(other) ?? emptyOf(other)).join(', ')})`;
  const { mariadb } = await database.dialect();
  return database.withClient(async (client) => {
    // The rows are never seen: what they refer to, and what is checked of them, does not matter.
    await setChecks(client, mariadb, false);
    await client.query('START TRANSACTION');
    try {
      const taken: string[] = [];
      while (taken.length < count) {
        const rows = Array.from({ length: Math.min(count - taken.length, 1000) }, () => row);
        const { insertId } = await answer(
          client,
          `INSERT INTO ${table.quoted} (${names}) VALUES ${rows.join(', ')}`,
        );
        taken.push(...(await numbersFrom(client, insertId, rows.length)));
      }
      return taken;
    } catch (error) {
      throw unfit(table, column, error);
    } finally {
      await rollBack(client);
      await setChecks(client, mariadb, true);
    }
  });
}

/** The rows of one statement are numbered without a gap, in the server's own steps. */
async function numbersFrom(client: MysqlClient, first: string, count: number): Promise<string[]> {
  const { rows } = await answer(client, 'SELECT @@auto_increment_increment');
  const step = BigInt(rows[0]?.[0] ?? '1');
  return Array.from({ length: count }, (_, i) => String(BigInt(first) + BigInt(i) * step));
}

async function setChecks(client: MysqlClient, mariadb: boolean, on: boolean): Promise<void> {
  await client.query(
    `SET SESSION foreign_key_checks = ${on ? 1 : 0}${mariadb ? `, check_constraint_checks = ${on ? 1 : 0}` : ''}`,
  );
}

/** A value for a field that must have one. */
function emptyOf({ form }: TableColumn): string {
  switch (form.kind) {
    case 'enum':
      return '1';
    case 'json':
      return `'null'`;
    case 'time':
    case 'duration':
      return `TIME'00:00:00'`;
    case 'text':
    case 'set':
    case 'bytes':
      return `''`;
    case 'inet':
      return `'::'`;
    case 'opaque':
      return 'POINT(0, 0)';
    default:
      return '0';
  }
}

const rowsFault: ErrorCode[] = ['VALUE_INVALID', 'UNIQUE_VIOLATION', 'CHECK_VIOLATION', 'WRITE_FAILED'];

/** A trigger or a check that takes no row but a sensible one. */
function unfit(table: Table, column: TableColumn, error: unknown): SyncError {
  const fault = classifyMysqlError(error);
  if (!rowsFault.includes(fault.code)) return fault;
  return new SyncError(
    'LINK_KEY_UNFIT',
    `${table.stream} gives out no numbers for ${column.name} ahead of a record.`,
    {
      detail: fault.message,
      cause: error,
    },
  );
}

async function fromDefault(
  database: MysqlDatabase,
  table: Table,
  column: TableColumn,
  count: number,
): Promise<string[]> {
  const taken = new Set<string>();
  const reader = rowReader([{ ...column, quoted: 'v' }]);
  const dialect = await database.dialect();
  const write = literalOf(column);
  for (let round = 0; taken.size < count; round += 1) {
    if (round === ROUNDS) {
      throw new SyncError(
        'LINK_KEY_UNFIT',
        `${table.stream} gives out values of ${column.name} that it holds already.`,
        { detail: `Its default is ${column.default}.` },
      );
    }
    const wanted = Array.from({ length: count - taken.size }, () => `SELECT (${column.default}) AS v`);
    const made = await database.rows(
      `SELECT ${reader.selected('s')} FROM (${wanted.join(' UNION ALL ')}) AS s`,
    );
    const values = made.map((row) => reader.values(row)[0]).filter((value) => value !== null);
    const rows = valueRows(
      dialect,
      ['k0'],
      values.map((value) => write(value!)),
    );
    const free = await database.rows(
      `SELECT s.n FROM ${rows} AS s WHERE NOT EXISTS
         (SELECT 1 FROM ${table.quoted} AS t WHERE ${keyEquals(dialect, column, 't', 's.k0')})`,
    );
    for (const [n] of free) taken.add(values[Number(n) - 1]!);
  }
  return [...taken];
}
