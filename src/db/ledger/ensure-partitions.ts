import type { Pool } from 'pg';
import { LOCK_WAIT, partitionOf } from './drop-partitions.ts';
import { inTransaction } from './in-transaction.ts';

const DAY = 86_400_000;
/** Lines of one day in the default partition that are worth a partition of their own. */
const WORTH = 10_000;

/**
 * Makes the ledger's daily partitions from yesterday to the day after tomorrow (UTC), and one for each other day of
 * which the default partition holds many lines: a clock that is off, or changes from before a runner first ran.
 */
export async function ensurePartitions(pool: Pool, now: Date = new Date(), worth = WORTH): Promise<void> {
  const today = Math.floor(now.getTime() / DAY) * DAY;
  for (let offset = -1; offset <= 2; offset += 1) await ensureDay(pool, new Date(today + offset * DAY));
  const strays = await pool.query<{ day: Date }>(
    `SELECT date_bin('1 day', bucket, 'epoch') AS day FROM (
       SELECT bucket, lines FROM ledger_count UNION ALL SELECT bucket, lines FROM ledger_count_delta
     ) c WHERE bucket > '-infinity' AND bucket < '9999-01-01' GROUP BY 1 HAVING sum(lines) >= $1`,
    [worth],
  );
  for (const { day } of strays.rows) await ensureDay(pool, day);
}

/**
 * Makes the day's partition, with what the default one holds of it. Attached to the ledger rather than made as a part of
 * it, it keeps nobody waiting who reads or writes other days. Where somebody reads all of it just then (an audit, a
 * backup), it is left for the next time.
 */
async function ensureDay(pool: Pool, from: Date): Promise<void> {
  const { name, to } = partitionOf(from);
  const known = await pool.query<{ known: boolean }>(`SELECT to_regclass($1) IS NOT NULL AS known`, [name]);
  if (known.rows[0]?.known) return;
  const range = [from.toISOString(), to.toISOString()];
  await inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT}`);
    await client.query('LOCK TABLE ledger_entry_default IN ACCESS EXCLUSIVE MODE');
    await client.query(`CREATE TABLE "${name}" (LIKE ledger_entry INCLUDING ALL)`);
    await client.query(
      `WITH moved AS (
         DELETE FROM ledger_entry_default WHERE committed_at >= $1 AND committed_at < $2 RETURNING *
       ) INSERT INTO "${name}" SELECT * FROM moved`,
      range,
    );
    await client.query(
      `ALTER TABLE ledger_entry ATTACH PARTITION "${name}" FOR VALUES FROM ('${range[0]}') TO ('${range[1]}')`,
    );
  }).catch((error: unknown) => {
    // Another runner has made it meanwhile, or somebody is in the way.
    if (!['42P07', '55P03'].includes((error as { code?: string }).code ?? '')) throw error;
  });
}
