import type { Pool } from 'pg';

/** When the oldest line that is kept of a flow was committed, microseconds since 1970; null where there is none. */
export async function oldestLine(pool: Pool, flowId: string): Promise<number | null> {
  const found = await pool.query<{ at: number }>(
    `SELECT (extract(epoch FROM committed_at) * 1000000)::float8 AS at FROM ledger_entry
     WHERE flow_id = $1 ORDER BY committed_at LIMIT 1`,
    [flowId],
  );
  return found.rows[0]?.at ?? null;
}
