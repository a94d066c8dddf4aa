import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { BenchServer } from './bench-servers.ts';

const POLL_MILLISECONDS = 20;

/** Number of rows and a digest over all values of a table. */
async function tableDigest(pool: pg.Pool, table: string): Promise<string> {
  const { rows } = await pool.query<{ digest: string }>(
    `SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS digest FROM ${table} t`,
  );
  return rows[0]?.digest ?? '';
}

/** Whether a table has the id `rows` and as many rows; they are counted only once that id is there. */
export async function holdsRows({ pool }: BenchServer, table: string, rows: number): Promise<boolean> {
  const last = await pool.query(`SELECT FROM ${table} WHERE id = $1`, [rows]);
  if (last.rowCount === 0) return false;
  const counted = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return counted.rows[0]?.n === rows;
}

/**
 * Waits until both sides hold the same rows and returns when that was so.
 *
 * @param arrived a cheap look at the target that says yes when the last change is there; only then are the
 *   tables compared. The moment that counts is the one before a comparison that found them equal.
 * @param atMoment is taken at each such moment; what it gave at the last one is returned.
 */
export async function untilEqual<T>(
  sides: { left: BenchServer; right: BenchServer },
  table: string,
  arrived: () => Promise<boolean>,
  options: { atMoment: () => Promise<T>; timeoutSeconds: number },
): Promise<{ at: number; taken: T }> {
  const until = performance.now() + options.timeoutSeconds * 1_000;
  const late = () => performance.now() > until;
  while (!(await arrived())) {
    if (late()) throw new Error(`the last change did not arrive within ${options.timeoutSeconds} s`);
    await sleep(POLL_MILLISECONDS);
  }
  for (;;) {
    const at = performance.now();
    const taken = await options.atMoment();
    const [left, right] = await Promise.all([
      tableDigest(sides.left.pool, table),
      tableDigest(sides.right.pool, table),
    ]);
    if (left === right) return { at, taken };
    if (late()) throw new Error(`the sides differ after ${options.timeoutSeconds} s: ${left} and ${right}`);
  }
}
