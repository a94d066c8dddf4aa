import type { Pool } from 'pg';

// No index has a flow's lines by their time: the counts tell the minute, and only that is looked through.
const oldest = `
WITH minute AS MATERIALIZED (
  SELECT least(
    (SELECT bucket FROM ledger_count WHERE flow_id = $1 AND bucket > '-infinity' AND lines > 0 ORDER BY bucket LIMIT 1),
    (SELECT min(bucket) FROM ledger_count_delta WHERE flow_id = $1 AND bucket > '-infinity' AND lines > 0)
  ) AS at
)
SELECT (extract(epoch FROM coalesce((
  SELECT committed_at FROM ledger_entry WHERE flow_id = $1 AND committed_at >= m.at
    AND committed_at < m.at + interval '1 minute' ORDER BY committed_at LIMIT 1
), m.at)) * 1000000)::float8 AS at FROM minute m`;

/** When the oldest line that is kept of a flow was committed, microseconds since 1970; null where there is none. */
export async function oldestLine(pool: Pool, flowId: string): Promise<number | null> {
  const found = await pool.query<{ at: number | null }>(oldest, [flowId]);
  return found.rows[0]?.at ?? null;
}
