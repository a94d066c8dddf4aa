import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import { type RecordIdentity, tryIdentify } from '../plan/record-identity.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import { earlierOf, type OpenRecord } from '../reconcile/open-records.ts';
import { unlinkedSide } from './open-unlinked.ts';
import { linkReferences, linkRows, usesLinks } from './record-links.ts';

/**
 * Gives open records the keys that their links have now, and those that waited for a link theirs. One
 * that was known by its right key alone goes on under the name that the link has.
 *
 * @returns what keeps each of the others from being linked; `over` ones need no round any more.
 */
export async function linkOpenRecords(
  context: LaneContext,
  records: OpenRecord[],
): Promise<{ waiting: Map<OpenRecord, SyncError>; over: Set<OpenRecord> }> {
  const waiting = new Map<OpenRecord, SyncError>();
  const over = new Set<OpenRecord>();
  const { lane, links } = context.runtime;
  if (!usesLinks(lane)) return { waiting, over };
  for (const side of ['left', 'right'] as const) {
    const known = records.filter((open) => isKnownBy(open, side));
    const keys = known.map((open) => keyOf(open, side));
    await linkReferences(lane, links, side, keys);
    await linkRows(lane, links, side, keys);
    for (const open of known) {
      if (unlinkedSide(open) !== side) continue;
      const identity = tryIdentify(lane, side, keyOf(open, side));
      const gone = 'unnamed' in identity && lane.link && identity.unnamed.code === 'LINK_MISSING';
      const joins = !('unnamed' in identity) && isTaken(context, open, identity);
      // A batch in hand has just absorbed a change of it, and will keep it under this name.
      if (open.unread && (gone || joins)) waiting.set(open, changing);
      else if (!('unnamed' in identity)) {
        if (await goOnAs(context, open, identity)) over.add(open);
      } else if (gone) {
        if (await letGo(context, open)) over.add(open);
        else waiting.set(open, changing);
      } else waiting.set(open, identity.unnamed);
    }
  }
  for (const open of records) refreshKeys(context, open);
  return { waiting, over };
}

const changing = new SyncError('LINK_MISSING', 'It changed while it was to be linked.');

/** Is another record open under the name that this one gets? */
function isTaken({ runtime }: LaneContext, open: OpenRecord, { recordKey }: RecordIdentity): boolean {
  const known = runtime.open.get(recordKey);
  return known !== undefined && known !== open;
}

/** Is there a key of this side? */
function isKnownBy(open: OpenRecord, side: Side): boolean {
  const values = Object.values(keyOf(open, side));
  return values.length > 0 && values.every((value) => value !== null);
}

function keyOf({ record }: OpenRecord, side: Side): Row {
  return side === 'left' ? record.leftKey : record.rightKey;
}

/** A record's keys may have changed, or one have been given to it, since it was opened. */
function refreshKeys({ runtime: { lane } }: LaneContext, open: OpenRecord): void {
  if (!lane.link) return;
  const { book, keys } = lane.link;
  for (const side of ['left', 'right'] as const) {
    const key = keyOf(open, side)[keys[side]] ?? null;
    const link = key === null ? null : book.peek(side, key);
    if (link?.recordKey !== open.record.recordKey) continue;
    open.record.leftKey = { [keys.left]: link.left };
    open.record.rightKey = { [keys.right]: link.right };
    return;
  }
}

/** True where another record is open under the name already, and takes this one's place. */
async function goOnAs(context: LaneContext, open: OpenRecord, identity: RecordIdentity): Promise<boolean> {
  const { runtime } = context;
  const { laneId, recordKey, revision } = open.record;
  if (recordKey === identity.recordKey) {
    runtime.open.rename(open, identity);
    return false;
  }
  const remove = open.stored ? [{ laneId, recordKey, revision }] : [];
  const known = runtime.open.get(identity.recordKey);
  if (known) runtime.open.close(recordKey);
  else runtime.open.rename(open, identity);
  const goesOn = known ?? open;
  goesOn.record.revision += 1;
  goesOn.record.nextAttemptAt = null;
  goesOn.record.differs = earlierOf(goesOn.record.differs, open.record.differs);
  await settle(context, { laneId, recordKey }, `Linked: it goes on as ${identity.recordKey}.`, {
    put: [goesOn.record],
    remove,
  });
  goesOn.stored = true;
  return known !== undefined;
}

/**
 * Its row is gone, or has another key, whose change the log tells of: nothing waits under this one.
 * False where a change of it came meanwhile.
 */
async function letGo(context: LaneContext, open: OpenRecord): Promise<boolean> {
  const { laneId, recordKey, revision } = open.record;
  await settle(context, { laneId, recordKey }, 'Gone before it was linked.', {
    remove: [{ laneId, recordKey, revision }],
  });
  if (open.record.revision !== revision) return false;
  context.runtime.open.close(recordKey);
  return true;
}

/** Ends the open lines of a name that nothing is open under any more. */
async function settle(
  { runtime, store, lease }: LaneContext,
  name: { laneId: string; recordKey: string },
  detail: string,
  pending: NonNullable<LaneCommit['pending']>,
): Promise<void> {
  const rows = { left: null, right: null };
  const common = { status: 'unchanged' as const, code: null, detail, conflict: null };
  const settled = { ...name, ...common, appliedAt: nowMicros(), before: rows, after: rows };
  for (const each of await store.commit(lease, { pending, settle: [settled] })) runtime.meter.move(each);
}
