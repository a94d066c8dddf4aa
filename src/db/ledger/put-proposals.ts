import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { LaneProposal } from '#core/drift/proposal.ts';
import type { Lease } from '#core/ports/lane-store.ts';

/** What lasts keeps its row, and so what people decided about it; what is new is told in the audit log as well. */
const replace = `
WITH held AS (
  SELECT f.id, f.name FROM deployment d JOIN flow f ON f.id = d."flowId" WHERE d."flowId" = $1 AND d.epoch = $2
), told AS (
  SELECT t.* FROM json_to_recordset($3::json) AS t(id text, "laneId" text, key text, body jsonb)
), gone AS (
  DELETE FROM schema_drift s USING held WHERE s."flowId" = held.id
    AND NOT EXISTS (SELECT FROM told t WHERE t."laneId" = s."laneId" AND t.key = s.key)
), put AS (
  INSERT INTO schema_drift (id, "flowId", "laneId", key, body)
  SELECT t.id, held.id, t."laneId", t.key, t.body FROM told t CROSS JOIN held
  ON CONFLICT ("laneId", key) DO UPDATE SET body = excluded.body
  RETURNING (xmax = 0) AS added, body ->> 'title' AS title
), audited AS (
  INSERT INTO audit_event ("workspaceId", actor, action, target, detail)
  SELECT $4, 'Syncline', 'drift.found', jsonb_build_object('kind', 'flow', 'id', held.id, 'name', held.name),
    jsonb_build_object('found', put.title)
  FROM put CROSS JOIN held WHERE put.added
)
SELECT FROM held`;

/** Replaces what is proposed about a flow's drift. @returns false when the lease is not held any more. */
export async function putProposals(
  pool: Pool,
  workspaceId: string,
  lease: Lease,
  proposals: LaneProposal[],
): Promise<boolean> {
  const rows = proposals.map(({ laneId, key, ...body }) => ({ id: randomUUID(), laneId, key, body }));
  const told = JSON.stringify(rows);
  const result = await pool.query(replace, [lease.flowId, lease.epoch, told, workspaceId]);
  return result.rowCount === 1;
}
