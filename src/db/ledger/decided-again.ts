import type { Pool } from 'pg';

/** Fields that an operation decided again, or found as its rules would have them, by lane. */
export async function fieldsDecidedAgain(pool: Pool, operationId: string): Promise<Map<string, string[]>> {
  const found = await pool.query<{ laneId: string; fields: string[] | null }>(
    `SELECT o.lane_id AS "laneId", (
       SELECT array_agg(DISTINCT f ->> 'left') FROM ledger_entry e, jsonb_array_elements(e.conflict -> 'fields') f
       WHERE e.operation_id = $1 AND e.lane_id = o.lane_id AND e.conflict IS NOT NULL) AS fields
     FROM (SELECT DISTINCT lane_id FROM operation_record WHERE operation_id = $1 AND outcome IN ('done', 'held', 'nothing')) o`,
    [operationId],
  );
  return new Map(found.rows.map(({ laneId, fields }) => [laneId, fields ?? []]));
}
