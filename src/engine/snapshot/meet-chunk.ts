import type { Side } from '#core/change/change-event.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { StoredDigests } from '#core/ports/lane-store.ts';
import type { Row } from '#core/values/value.ts';
import { parkUnlinked } from '../links/open-unlinked.ts';
import { linkRows } from '../links/record-links.ts';
import { lookUpOtherSide } from '../plan/look-up-other-side.ts';
import { awaitBatchesInHand, type LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';

/** A chunk of one side, met with the other side. */
export type MetChunk = {
  /** Rows that the chunk held. */
  rows: number;
  cursor: string | null;
  /** Records that differ and were not touched meanwhile, opened with both rows at hand. */
  differing: OpenRecord[];
  /** Records that were touched while they were read: the reconciler reads them anew, once the store knows of them. */
  touched: OpenRecord[];
  /** Records whose key does not fit the other side. */
  unnamed: { row: Row; recordKey: string; error: SyncError }[];
  /** Digests of the records that agree, where the lane keeps any. */
  digests: StoredDigests[];
};

/**
 * Reads the next chunk of a side in key order and looks its records up on the other side. Records
 * that differ are opened, so that changes arriving from now on are absorbed; what changed between
 * the reading and the opening is known from the lane's watch.
 */
export async function meetChunk(
  context: LaneContext,
  side: Side,
  cursor: string | null,
  limit: number,
): Promise<MetChunk> {
  const { lane, links, open, sessions } = context.runtime;
  const watch = open.startWatch();
  try {
    await awaitBatchesInHand(context);
    const chunk = await sessions[side].source.snapshot({
      stream: lane[side].stream,
      fields: lane[side].fields,
      key: lane[side].key,
      cursor,
      limit,
    });
    await linkRows(lane, links, side, chunk.rows);
    const lookedUp = await lookUpOtherSide(lane, sessions, side, chunk.rows);
    const met: MetChunk = {
      rows: chunk.rows.length,
      cursor: chunk.cursor,
      differing: [],
      touched: [],
      unnamed: [],
      digests: [],
    };
    for (const { identity, rows } of lookedUp) {
      const { left, right } = rows;
      if ('unnamed' in identity) {
        const row = (left ?? right) as Row;
        const { recordKey, unnamed: error } = identity;
        met.unnamed.push({ row, recordKey, error });
        if (error.code.startsWith('LINK_') && !open.get(recordKey)) {
          met.touched.push(parkUnlinked(context.runtime, side, row, error, { recordKey, first: true }));
        }
        continue;
      }
      // The left side's pass has met every record that both sides hold.
      if (side === 'right' && left) continue;
      if (left && right && agree(context, left, right)) {
        // What changed meanwhile leaves newer digests of its own.
        if (!watch.has(identity.recordKey)) {
          met.digests.push(...digestsOf(context, identity.recordKey, left, right));
        }
        continue;
      }
      const already = open.get(identity.recordKey);
      if (already) {
        already.record.first = true;
        continue;
      }
      const opened = open.open(
        identity,
        { state: 'reconcile', base: { kind: 'unknown' }, first: true },
        { code: 'RECONCILING', detail: 'Met in the first sync.', nextAttemptAt: null },
      );
      opened.busy = true;
      if (watch.has(identity.recordKey)) met.touched.push(opened);
      else {
        opened.preread = { left, right };
        met.differing.push(opened);
      }
    }
    return met;
  } finally {
    open.endWatch();
  }
}

function agree({ runtime: { lane } }: LaneContext, left: Row, right: Row): boolean {
  return lane.fields.every((field) => field.same(left[field.left] ?? null, right[field.right] ?? null));
}

function digestsOf(context: LaneContext, recordKey: string, left: Row, right: Row): StoredDigests[] {
  const { lane } = context.runtime;
  if (!lane.needsDigests) return [];
  return [{ laneId: lane.id, recordKey, fields: lane.digest(left, right) }];
}
