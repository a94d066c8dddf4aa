import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { MetChunk } from './meet-chunk.ts';

/** Makes durable what a settled chunk leaves behind, together with the lane's cursor where it is the first sync's. */
export async function keepMet(
  context: LaneContext,
  chunk: Pick<MetChunk, 'digests' | 'touched'>,
  entries: LedgerLine[],
  cursor?: FirstSyncState,
): Promise<void> {
  const replaced = await context.store.commit(context.lease, {
    entries,
    digests: chunk.digests,
    pending: { put: chunk.touched.map((open) => open.record) },
    ...(cursor ? { firstSync: [{ laneId: context.runtime.lane.id, state: cursor }] } : {}),
  });
  for (const open of chunk.touched) {
    open.stored = true;
    open.unkept = false;
  }
  const now = nowMicros();
  for (const entry of entries) context.runtime.meter.count(entry, now);
  for (const moved of replaced) context.runtime.meter.move(moved);
}
