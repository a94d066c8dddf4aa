import type { Pool } from 'pg';
import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import { selectLines } from './read-ledger.ts';

/** The key of lines about many records of a lane, such as truncations and copied chunks. */
const MANY = '[]';

/** Lines about many records of a lane at once, the newest 200, oldest first. */
export async function wideLines(
  pool: Pool,
  workspaceId: string,
  lane: { flowId: string; laneId: string },
): Promise<LedgerRow[]> {
  const lines = await selectLines(
    pool,
    `WHERE workspace_id = $1 AND flow_id = $2 AND lane_id = $3 AND record_key = $4
     ORDER BY ledger_entry.committed_at DESC, ledger_entry.seq DESC LIMIT 200`,
    [workspaceId, lane.flowId, lane.laneId, MANY],
  );
  return lines.reverse();
}
