import type { Pool } from 'pg';
import type { SelectedPage } from './selected-records.ts';

/** Records that a side refused for the sake of other records, which the same action may have written since. */
const REFUSED = `operation_id = $1 AND outcome = 'failed' AND code IN ('FOREIGN_KEY_VIOLATION', 'UNIQUE_VIOLATION')`;

/** How many records of an action a side has refused for the sake of others. */
export async function countRefused(pool: Pool, operationId: string): Promise<number> {
  const counted = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM operation_record WHERE ${REFUSED}`,
    [operationId],
  );
  return counted.rows[0]?.count ?? 0;
}

/** Some of them, in the order of their names. @param after `next` of the page before; null for the first page */
export async function refusedPage(
  pool: Pool,
  operationId: string,
  after: string | null,
  limit: number,
): Promise<SelectedPage> {
  const found = await pool.query<{ laneId: string; recordKey: string }>(
    `SELECT lane_id AS "laneId", record_key AS "recordKey" FROM operation_record
     WHERE ${REFUSED} AND (lane_id, record_key) > ($2, $3) ORDER BY lane_id, record_key LIMIT $4`,
    [operationId, ...(after === null ? ['', ''] : (JSON.parse(after) as string[])), limit],
  );
  const last = found.rows.at(-1);
  const next = last && found.rows.length === limit ? JSON.stringify([last.laneId, last.recordKey]) : null;
  return { records: found.rows, lines: 0, next };
}
