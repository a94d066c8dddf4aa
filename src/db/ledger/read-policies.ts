import type { Pool } from 'pg';
import { effectivePolicy, type LedgerPolicy, OwnLedgerPolicy } from '#core/ledger/ledger-policy.ts';

/** A flow that the ledger has, or had, lines of. */
export type FlowPolicy = {
  workspaceId: string;
  flowId: string;
  /** Null for a flow that was deleted. */
  name: string | null;
  own: OwnLedgerPolicy;
  policy: LedgerPolicy;
};

/** What holds for each flow of the ledger, also for those that were deleted; of one workspace, or of all. */
export async function readPolicies(pool: Pool, workspaceId: string | null): Promise<FlowPolicy[]> {
  const found = await pool.query<{
    workspaceId: string;
    flowId: string;
    name: string | null;
    own: unknown;
    shared: unknown;
  }>(
    `WITH flows AS (
       SELECT workspace_id, flow_id FROM ledger_lane UNION SELECT workspace_id, flow_id FROM ledger_count_delta
       UNION SELECT "workspaceId", id FROM flow
     )
     SELECT l.workspace_id AS "workspaceId", l.flow_id AS "flowId", f.name,
       json_build_object('keepDays', o."keepDays", 'payload', o.payload) AS own,
       json_build_object('keepDays', s."keepDays", 'payload', s.payload) AS shared
     FROM flows l
     LEFT JOIN flow f ON f.id = l.flow_id
     LEFT JOIN ledger_policy o ON o."workspaceId" = l.workspace_id AND o."flowId" = l.flow_id
     LEFT JOIN ledger_policy s ON s."workspaceId" = l.workspace_id AND s."flowId" = ''
     WHERE $1::text IS NULL OR l.workspace_id = $1
     ORDER BY f.name NULLS LAST, l.flow_id`,
    [workspaceId],
  );
  return found.rows.map(({ own, shared, ...flow }) => {
    const said = OwnLedgerPolicy.parse(own);
    return { ...flow, own: said, policy: effectivePolicy(said, OwnLedgerPolicy.parse(shared)) };
  });
}
