import type pg from 'pg';
import type { BenchTable } from './contenders.ts';

/** The row that closes a phase: when the target has it, the last change is there. Not counted. */
const LAST_ROW = 0;
const CLIENTS = 8;

/** Eight columns, some 130 bytes a row. */
export const bulkTable: BenchTable = {
  name: 'contacts',
  columns: ['id', 'name', 'email', 'phone', 'city', 'score', 'active', 'updated'],
};

/** The table, with the closing row in it, and the procedure of the single-row clients. */
export function bulkSchema(identity: 'DEFAULT' | 'FULL'): string {
  return `
  CREATE TABLE contacts (
    id int PRIMARY KEY, name text NOT NULL, email text, phone text, city text, score numeric(12,2), active boolean,
    updated timestamptz);
  ALTER TABLE contacts REPLICA IDENTITY ${identity};
  CREATE PROCEDURE write_singly(first int, last int, rows int) LANGUAGE plpgsql AS $$
  BEGIN
    FOR i IN first..last LOOP
      -- Jumps about: rows of one page are not written one after the other.
      UPDATE contacts SET score = score + 1, updated = clock_timestamp() WHERE id = 1 + (i * 7919::bigint) % rows;
      COMMIT;
    END LOOP;
  END $$;`;
}

/** A kind of load with its number of rows, and the rows that one transaction writes. */
export type BulkPhase = {
  name: 'insert' | 'update' | 'single';
  rows: number;
  /** @returns the moment of the first commit, by `performance.now()`. */
  write(pool: pg.Pool): Promise<number>;
};

/** Inserts, then updates of every row, in large transactions; then single-row transactions from eight clients. */
export function bulkPhases(scale: number): BulkPhase[] {
  const rows = Math.round(300_000 * scale);
  const singles = Math.round((80_000 * scale) / CLIENTS) * CLIENTS;
  const perTransaction = Math.ceil(rows / 12);
  return [
    { name: 'insert', rows, write: (pool) => inParts(pool, rows, perTransaction, insertRows) },
    { name: 'update', rows, write: (pool) => inParts(pool, rows, perTransaction, updateRows) },
    { name: 'single', rows: singles, write: (pool) => writeSingly(pool, singles, rows) },
  ];
}

const insertRows = `INSERT INTO contacts SELECT i, 'Contact number ' || i, 'contact' || i || '@example.com',
  '+49 30 ' || (1000000 + i), 'Springfield ' || i % 1000, i % 10000 + 0.25, i % 3 > 0, clock_timestamp()
  FROM generate_series($1::int, $2::int) i`;

const updateRows = `UPDATE contacts SET name = name || ' B', score = score + 1, updated = clock_timestamp()
  WHERE id BETWEEN $1 AND $2`;

/** One transaction after the other. */
async function inParts(pool: pg.Pool, rows: number, part: number, sql: string): Promise<number> {
  let firstCommit = 0;
  for (let first = 1; first <= rows; first += part) {
    await pool.query(sql, [first, Math.min(first + part - 1, rows)]);
    firstCommit ||= performance.now();
  }
  return firstCommit;
}

/** The clients' loops run in their backends: no round trip holds them up. */
async function writeSingly(pool: pg.Pool, singles: number, rows: number): Promise<number> {
  const started = performance.now();
  const each = singles / CLIENTS;
  const clients = Array.from({ length: CLIENTS }, (_, n) =>
    pool.query(`CALL write_singly(${n * each + 1}, ${(n + 1) * each}, ${rows})`),
  );
  await Promise.all(clients);
  return started;
}

/** Puts the closing row there, before replication starts. */
export async function addLastRow(pool: pg.Pool): Promise<void> {
  await pool.query(`INSERT INTO contacts (id, name) VALUES (${LAST_ROW}, 'start')`);
}

/** Marks the end of a phase on the source. */
export async function writeLastRow(pool: pg.Pool, phase: string): Promise<void> {
  await pool.query(`UPDATE contacts SET name = $1 WHERE id = ${LAST_ROW}`, [phase]);
}

/** Whether the mark has arrived. */
export async function hasLastRow(pool: pg.Pool, phase: string): Promise<boolean> {
  const { rowCount } = await pool.query(`SELECT 1 FROM contacts WHERE id = ${LAST_ROW} AND name = $1`, [
    phase,
  ]);
  return rowCount === 1;
}
