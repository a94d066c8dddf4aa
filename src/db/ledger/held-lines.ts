import type { Pool } from 'pg';

/** The number of one held line of each of these records of a lane. */
export async function heldLines(
  pool: Pool,
  { laneId, recordKeys }: { laneId: string; recordKeys: readonly string[] },
): Promise<string[]> {
  const found = await pool.query<{ seq: string }>(
    `SELECT max(seq)::text AS seq FROM ledger_entry
     WHERE lane_id = $1 AND record_key = ANY($2) AND status = 'held' GROUP BY record_key`,
    [laneId, recordKeys],
  );
  return found.rows.map(({ seq }) => seq);
}
