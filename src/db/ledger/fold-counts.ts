import type { Pool } from 'pg';
import { countColumns } from './line-counts.ts';

// One at a time: others would wait for the rows that this one takes away, and find nothing.
const fold = `
WITH turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext('ledger_count')) AS ours
), taken AS (
  DELETE FROM ledger_count_delta WHERE (SELECT ours FROM turn) RETURNING *
), lanes AS (
  INSERT INTO ledger_lane (lane_id, workspace_id, flow_id)
  SELECT DISTINCT ON (lane_id) lane_id, workspace_id, flow_id FROM taken
  ON CONFLICT DO NOTHING
)
INSERT INTO ledger_count (${countColumns})
SELECT workspace_id, bucket, flow_id, lane_id, side, version, op, status, code, cause, sum(lines)
FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 HAVING sum(lines) <> 0
ON CONFLICT (workspace_id, bucket, lane_id, side, version, op, status, code, cause)
DO UPDATE SET lines = ledger_count.lines + excluded.lines`;

/** Adds what was counted since the last time to the counts per minute. What a reader sees is the same before and after. */
export async function foldCounts(pool: Pool): Promise<void> {
  await pool.query(fold);
}
