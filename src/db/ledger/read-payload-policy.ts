import type { Pool } from 'pg';
import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';

/** What is kept of the values of a flow's records, as it is set now. */
export async function readPayloadPolicy(
  pool: Pool,
  workspaceId: string,
  flowId: string,
): Promise<PayloadPolicy> {
  const found = await pool.query<{ payload: PayloadPolicy }>(
    `SELECT payload FROM ledger_policy WHERE "workspaceId" = $1 AND "flowId" IN ($2, '') AND payload IS NOT NULL
     ORDER BY "flowId" DESC LIMIT 1`,
    [workspaceId, flowId],
  );
  return found.rows[0]?.payload ?? 'full';
}
