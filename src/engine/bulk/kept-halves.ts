import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorPolicy } from '#core/errors/policy.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { HalfWritten } from '#core/ports/lane-store.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';

/** How long it waits until the store is asked again, milliseconds. */
const PAUSE = 200;

/**
 * Records of a chunk that are written on both sides (E20). They are kept in one row before the first side shows, and
 * forgotten in the commit that closes the chunk: after a crash between the two, the reconciler carries to the
 * other side what was written.
 */
export class KeptHalves {
  readonly #kept = new Map<string, OpenRecord[]>();

  /** Their names in the store. */
  get ids(): string[] {
    return [...this.#kept.keys()];
  }

  /** What is to be kept of these records, of whatever comes of it; undefined for none. */
  begin(laneId: string, opens: OpenRecord[]): HalfWritten | undefined {
    if (opens.length === 0) return undefined;
    const id = randomUUID();
    this.#kept.set(id, opens);
    const records = opens.map(({ record: { recordKey, leftKey, rightKey, base } }) => ({
      ...{ recordKey, leftKey, rightKey, base },
    }));
    return { id, laneId, records };
  }

  /**
   * The chunk is not closed: each record goes its own way, and is kept so. Nobody else may have them in hand until the
   * store has answered. Throws where the flow stops first: then they are opened when it starts.
   */
  async letGo({ store, lease, signal }: LaneContext): Promise<void> {
    if (this.#kept.size === 0) return;
    const opens = [...this.#kept.values()].flat();
    for (const { record } of opens) record.revision += 1;
    for (;;) {
      try {
        const put = opens.map(({ record }) => record);
        await store.commit(lease, { pending: { put }, halves: { remove: this.ids } });
        break;
      } catch (error) {
        if (signal.aborted || errorPolicy[toSyncError(error).code].retry !== 'timed') throw error;
        await sleep(PAUSE, undefined, { signal });
      }
    }
    for (const open of opens) open.stored = true;
    this.#kept.clear();
  }
}
