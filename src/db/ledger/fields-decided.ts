import type { Pool } from 'pg';
import type { Selection } from '#core/operations/selection.ts';
import { selectionWhere } from './selected-records.ts';

/** Fields over which the conflicts of a selection were decided, by lane. */
export async function fieldsDecided(
  pool: Pool,
  workspaceId: string,
  selection: Selection,
): Promise<Map<string, string[]>> {
  const where = selectionWhere(workspaceId, selection);
  const found = await pool.query<{ laneId: string; fields: string[] }>(
    `SELECT lane_id AS "laneId", array_agg(DISTINCT v ->> 'left') AS fields
     FROM ledger_entry, jsonb_array_elements(verdicts) v
     WHERE verdicts IS NOT NULL AND ${where.sql} GROUP BY lane_id`,
    where.values,
  );
  return new Map(found.rows.map(({ laneId, fields }) => [laneId, fields]));
}
