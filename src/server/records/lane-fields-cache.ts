import type { Pool } from 'pg';
import type { LaneFields } from '#core/masking/lane-fields.ts';
import { laneFieldsQuery, laneFieldsStamp } from '#db/lane-fields-query.ts';

/** Which fields the lanes of a workspace pair, read anew whenever its versions are others. */
export class LaneFieldsCache {
  readonly #pool: Pool;
  readonly #entries = new Map<string, { stamp: string; lanes: Promise<LaneFields[]> }>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async of(workspaceId: string): Promise<LaneFields[]> {
    const stamp = await laneFieldsStamp(this.#pool, workspaceId);
    const known = this.#entries.get(workspaceId);
    if (known?.stamp === stamp) return known.lanes;
    const entry = { stamp, lanes: laneFieldsQuery(this.#pool, workspaceId) };
    this.#entries.set(workspaceId, entry);
    entry.lanes.catch(() => {
      if (this.#entries.get(workspaceId) === entry) this.#entries.delete(workspaceId);
    });
    return entry.lanes;
  }
}
