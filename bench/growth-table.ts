import type { BenchServers } from './bench-servers.ts';
import type { BenchTable } from './contenders.ts';
import type { GrowthCase } from './growth-case.ts';

/** Rows that one transaction changes. */
const PER_TRANSACTION = 100;

/** The table that changes are made to, with `columns` texts of some 12 bytes beside the key. */
export function growthTable({ columns }: Pick<GrowthCase, 'columns'>): BenchTable {
  return { name: 'items', columns: ['id', ...texts(columns)] };
}

/** The table of an idle flow. */
export function idleTable(n: number): BenchTable {
  return { name: `idle_${n}`, columns: ['id', 'a'] };
}

/** Makes and fills the tables alike on both sides; what the right one refuses is what gets parked. */
export async function makeGrowthTables({ left, right }: BenchServers, wanted: GrowthCase): Promise<void> {
  const names = texts(wanted.columns);
  const tables = [
    `CREATE TABLE items (id int PRIMARY KEY, ${names.map((name) => `${name} text`).join(', ')})`,
    'ALTER TABLE items REPLICA IDENTITY FULL',
    `INSERT INTO items SELECT i, ${names.map((name) => `'${name} of ' || i`).join(', ')}
     FROM generate_series(1, ${wanted.rows}) i`,
  ];
  for (let n = 1; n < wanted.flows; n += 1) {
    const { name } = idleTable(n);
    tables.push(`CREATE TABLE ${name} (id int PRIMARY KEY, a text)`);
    tables.push(`ALTER TABLE ${name} REPLICA IDENTITY FULL`);
  }
  const sql = tables.join('; ');
  await Promise.all([left, right].map(({ pool }) => pool.query(sql)));
  await left.pool.query(`CREATE PROCEDURE write_items(mark text, changes int, rows int) LANGUAGE plpgsql AS $$
    BEGIN
      FOR t IN 0..changes / ${PER_TRANSACTION} - 1 LOOP
        UPDATE items SET t1 = mark || ' ' || id WHERE id = ANY (ARRAY(
          SELECT 1 + ((t * ${PER_TRANSACTION} + k) * 7919::bigint) % rows
          FROM generate_series(0, ${PER_TRANSACTION - 1}) k)::int[]);
        COMMIT;
      END LOOP;
    END $$`);
  await right.pool.query(`ALTER TABLE items ADD CHECK (t1 <> '${REFUSED}')`);
  await Promise.all([left, right].map(({ pool }) => pool.query('VACUUM ANALYZE items')));
}

/** A value that the right side refuses. */
const REFUSED = 'refused';

/** Inserts rows above all others that the right side will not have. */
export async function writeRefused({ left }: BenchServers, { rows, parked }: GrowthCase): Promise<void> {
  await left.pool.query(
    `INSERT INTO items (id, t1) SELECT ${rows} + i, '${REFUSED}' FROM generate_series(1, ${parked}) i`,
  );
}

/** Changes rows all over the table, one column each, a hundred in a transaction. */
export async function writeItems(
  { left }: BenchServers,
  { mark, changes, rows }: { mark: string; changes: number; rows: number },
): Promise<void> {
  await left.pool.query('CALL write_items($1, $2, $3)', [mark, changes, rows]);
}

/** Marks the end on the left: it comes after all that was written before. */
export async function writeLast({ left }: BenchServers, mark: string): Promise<void> {
  await left.pool.query('UPDATE items SET t2 = $1 WHERE id = 1', [mark]);
}

/** Whether the mark is on the right. */
export async function hasLast({ right }: BenchServers, mark: string): Promise<boolean> {
  const { rowCount } = await right.pool.query('SELECT FROM items WHERE id = 1 AND t2 = $1', [mark]);
  return rowCount === 1;
}

/** Of the rows that both sides can hold. */
export const comparableItems = `(SELECT * FROM items WHERE t1 <> '${REFUSED}')`;

function texts(columns: number): string[] {
  return Array.from({ length: columns }, (_, n) => `t${n + 1}`);
}
