import type { SyncError } from '#core/errors/sync-error.ts';
import { nowMicros } from '#lib/micros.ts';
import { type RecordIdentity, tryIdentify } from '../plan/record-identity.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { unlinkedSide } from './open-unlinked.ts';
import { linkReferences, linkRows } from './record-links.ts';

/**
 * Gives records that waited for it their link. One that was known by its right key goes on under the
 * name that the link has.
 *
 * @returns what keeps each of the others from being linked; `joined` ones go on as another open record.
 */
export async function linkOpenRecords(
  context: LaneContext,
  records: OpenRecord[],
): Promise<{ waiting: Map<OpenRecord, SyncError>; joined: Set<OpenRecord> }> {
  const waiting = new Map<OpenRecord, SyncError>();
  const joined = new Set<OpenRecord>();
  for (const side of ['left', 'right'] as const) {
    const unlinked = records.filter((open) => unlinkedSide(open) === side);
    if (unlinked.length === 0) continue;
    const { lane, links } = context.runtime;
    const keyOf = ({ record }: OpenRecord) => (side === 'left' ? record.leftKey : record.rightKey);
    await linkReferences(lane, links, side, unlinked.map(keyOf));
    await linkRows(lane, links, side, unlinked.map(keyOf));
    for (const open of unlinked) {
      const identity = tryIdentify(lane, side, keyOf(open));
      if ('unnamed' in identity) waiting.set(open, identity.unnamed);
      else if (await goOnAs(context, open, identity)) joined.add(open);
    }
  }
  return { waiting, joined };
}

/** True where another record is open under the name already, and takes this one's place. */
async function goOnAs(
  { runtime, store, lease }: LaneContext,
  open: OpenRecord,
  identity: RecordIdentity,
): Promise<boolean> {
  const { laneId, recordKey, revision } = open.record;
  const wasStored = open.stored;
  const known = recordKey === identity.recordKey ? undefined : runtime.open.get(identity.recordKey);
  if (known) runtime.open.close(recordKey);
  else runtime.open.rename(open, identity);
  if (recordKey === identity.recordKey) return false;
  const goesOn = known ?? open;
  goesOn.record.revision += 1;
  goesOn.record.nextAttemptAt = null;
  const moved = await store.commit(lease, {
    pending: { put: [goesOn.record], remove: wasStored ? [{ laneId, recordKey, revision }] : [] },
    settle: [
      {
        laneId,
        recordKey,
        status: 'unchanged',
        code: null,
        detail: `Linked: it goes on as ${identity.recordKey}.`,
        appliedAt: nowMicros(),
        before: { left: null, right: null },
        after: { left: null, right: null },
        conflict: null,
      },
    ],
  });
  goesOn.stored = true;
  for (const each of moved) runtime.meter.move(each);
  return known !== undefined;
}
