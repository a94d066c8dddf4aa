import type { ClientBase } from 'pg';
import { chainStart } from './block-hash.ts';

const keep = `
INSERT INTO ledger_chain (lane_id, workspace_id, flow_id, begins_after, number, hash)
SELECT $1::text, $2::text, $3::text, s.seq, 0, ${chainStart('$1::text', 's.seq')} FROM ledger_chain_start s
ON CONFLICT (lane_id) DO NOTHING`;

/** Begins the chains of lanes that have none yet. */
export class KeepChains {
  readonly #kept = new Set<string>();

  async of(
    client: Pick<ClientBase, 'query'>,
    of: { workspaceId: string; flowId: string },
    laneIds: Iterable<string>,
  ): Promise<void> {
    for (const laneId of laneIds) {
      if (this.#kept.has(laneId)) continue;
      await client.query(keep, [laneId, of.workspaceId, of.flowId]);
      this.#kept.add(laneId);
    }
  }
}
