import { otherSide, type Side } from '#core/change/change-event.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { StoredDigests } from '#core/ports/lane-store.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import { parkUnlinked } from '../links/open-unlinked.ts';
import { linkReferences, linkRows, loadLinks, usesLinks } from '../links/record-links.ts';
import { carriedBefore } from '../plan/carried-before.ts';
import { isHidden } from '../plan/compile-filter.ts';
import { type CompiledSide, carriesFrom } from '../plan/compiled-lane.ts';
import { type LookedUp, lookUpOtherSide } from '../plan/look-up-other-side.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { awaitBatchesInHand, type LaneContext, passHeads } from '../reconcile/lane-routes.ts';
import { differOver } from '../reconcile/meet-fields.ts';
import { isAgreedSince, type OpenRecord } from '../reconcile/open-records.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';
import { distrustBase, storedBases } from '../reconcile/stored-bases.ts';
import { VIEW_STATE } from '../view/view-state.ts';
import { markFirst } from './mark-first.ts';
import type { SideWalk } from './meet-side.ts';
import type { Meeting } from './meeting.ts';

/** A chunk of one side, met with the other side. */
export type MetChunk = {
  /** Rows that the chunk held. */
  rows: number;
  cursor: string | null;
  /** Records that differ and were not touched meanwhile, opened with both rows at hand. */
  differing: OpenRecord[];
  /** Records that were touched while they were read, or open before: the reconciler reads them anew, once the store knows of them. */
  touched: OpenRecord[];
  /** Records whose key does not fit the other side. */
  unnamed: { row: Row; recordKey: string; error: SyncError }[];
  /** Digests of the records that agree, where the lane keeps any. */
  digests: StoredDigests[];
};

type Named = { identity: RecordIdentity; rows: LookedUp['rows'] };

/**
 * Reads the next chunk of a side in key order and looks its records up on the other side. Records
 * that differ are opened, so that changes arriving from now on are absorbed; what changed between
 * the reading and the opening is known from the lane's watch.
 */
export async function meetChunk(
  context: LaneContext,
  meeting: Meeting,
  { side, cursor, within, limit }: SideWalk,
): Promise<MetChunk> {
  const { lane, links, open, sessions } = context.runtime;
  const watch = open.startWatch();
  try {
    await awaitBatchesInHand(context);
    const earlier = carriedBefore(lane.plan, side, meeting.before ?? []);
    const chunk = await sessions[side].source.snapshot({
      stream: lane[side].stream,
      fields: [...new Set([...lane[side].fields, ...earlier.reads])],
      key: lane[side].key,
      as: lane[side].as,
      cursor,
      limit,
      ...(within ? { within } : {}),
    });
    // What a filter leaves out is not met, and changes it later go by the filter.
    const carried = chunk.rows.filter((row) => !isHidden(lane[side], row));
    if (usesLinks(lane) && carried.length > 0) {
      await passHeads(context);
      await linkRows(lane, links, side, carried);
      await linkReferences(lane, links, side, carried);
    }
    const met: MetChunk = {
      rows: chunk.rows.length,
      cursor: chunk.cursor,
      differing: [],
      touched: [],
      unnamed: [],
      digests: [],
    };
    const differing: Named[] = [];
    for (const { identity, rows } of await lookUpOtherSide(lane, sessions, side, carried)) {
      const { left, right } = rows;
      if ('unnamed' in identity) {
        if (meeting.only) continue;
        const row = (left ?? right) as Row;
        const { recordKey, unnamed: error } = identity;
        // Gone, or under another key since it was read: the log tells of it.
        if (error.code === 'LINK_MISSING' && lane.link) continue;
        met.unnamed.push({ row, recordKey, error });
        if (error.code.startsWith('LINK_') && !open.get(recordKey)) {
          const first = meeting.base === 'first';
          take(met, parkUnlinked(context.runtime, side, row, error, { recordKey, first }), null);
        }
      } else if (isHidden(lane.left, left) || isHidden(lane.right, right)) {
        // The other side's filter leaves it out.
      } else if (side === 'right' && left) {
        // The left side's pass has met every record that both sides hold.
      } else if (meeting.only && !(left && right && differOver(lane, meeting.only, left, right))) {
        // What differs over other fields is no business of this meeting.
        if (left && right && agree(context, left, right) && !watch.has(identity.recordKey)) {
          met.digests.push(...digestsOf(context, identity.recordKey, left, right));
        }
      } else if (!left || !right || !agree(context, left, right)) {
        differing.push({ identity, rows });
      } else if (!watch.has(identity.recordKey)) {
        // What changed meanwhile leaves newer digests of its own.
        met.digests.push(...digestsOf(context, identity.recordKey, left, right));
      }
    }
    await openDiffering(context, meeting, differing, watch, met);
    const leaving = chunk.rows.filter((row) => hasToLeave(lane[side], row) && earlier.held(row));
    await openLeaving(context, meeting, { side, rows: leaving }, watch, met);
    return met;
  } finally {
    open.endWatch(watch);
  }
}

async function openDiffering(
  context: LaneContext,
  meeting: Meeting,
  differing: Named[],
  watch: Set<string>,
  met: MetChunk,
): Promise<void> {
  const { lane, open } = context.runtime;
  const keys = differing.map(({ identity }) => identity.recordKey);
  const bases = await storedBases(context, meeting.base === 'digests' ? keys : []);
  for (const { identity, rows } of differing) {
    const base = bases.get(identity.recordKey) ?? { kind: 'unknown' as const };
    const already = open.get(identity.recordKey);
    if (already) {
      const amended =
        meeting.base === 'first'
          ? markFirst(already, meeting)
          : distrustBase(lane, already, base, meeting.startedAt, rows);
      if (!amended) continue;
      open.amend(already);
      met.touched.push(already);
      continue;
    }
    const alone = rows.left ? (rows.right ? null : 'left') : 'right';
    // What the lane leaves where it is, and never knew on the other side, is no difference.
    const kept = alone === 'left' ? lane.plan.first.onlyLeft : lane.plan.first.onlyRight;
    if (meeting.base !== 'first' && alone && kept === 'ignore' && base.kind === 'unknown') continue;
    // A target's own record was never the source's: it is met for the first time, whenever that is.
    const first = meeting.base === 'first' || (alone !== null && !carriesFrom(lane, alone));
    const opened = open.open(
      identity,
      { state: 'reconcile', base: first ? { kind: 'unknown' } : base, first },
      { code: 'RECONCILING', detail: meeting.words.settled, nextAttemptAt: null },
    );
    take(met, opened, watch.has(identity.recordKey) ? null : rows);
  }
}

/** @param rows as both sides hold it; null where it was touched since, or cannot be looked for. */
function take(met: MetChunk, opened: OpenRecord, rows: BothRows | null): void {
  if (rows) {
    opened.busy = true;
    opened.preread = rows;
    met.differing.push(opened);
  } else {
    opened.unkept = true;
    met.touched.push(opened);
  }
}

/** Is the row left out by a filter that has such records deleted on the other side? */
function hasToLeave(side: CompiledSide, row: Row): boolean {
  // Code drops what it dropped before: other code makes the lane another one, of which nothing had been carried.
  return !row[VIEW_STATE] && isHidden(side, row) && side.filter?.leave(row) === 'delete';
}

/** Records that another filter had let through and that this one has leave: to the other side they are deleted. */
async function openLeaving(
  { runtime: { lane, open, sessions } }: LaneContext,
  meeting: Meeting,
  { side, rows }: { side: Side; rows: Row[] },
  watch: Set<string>,
  met: MetChunk,
): Promise<void> {
  if (rows.length === 0) return;
  await loadLinks(lane, side, rows);
  for (const { identity, rows: found } of await lookUpOtherSide(lane, sessions, side, rows)) {
    const row = found[side];
    if ('unnamed' in identity || !row || !found[otherSide(side)]) continue;
    const already = open.get(identity.recordKey);
    if (already) {
      if (!letLeave(already, side, row, meeting)) continue;
      open.amend(already);
      met.touched.push(already);
      continue;
    }
    const opened = open.open(
      identity,
      { state: 'reconcile', base: { kind: 'values', side, row }, first: false },
      { code: 'RECONCILING', detail: meeting.words.settled, nextAttemptAt: null },
    );
    // It was carried under the filter before: this is no first meeting of it.
    opened.record.agreed = opened.record.since;
    take(met, opened, watch.has(identity.recordKey) ? null : found);
  }
}

/** A record that has to leave is open already. @returns whether that was not known of it */
function letLeave({ record }: OpenRecord, side: Side, row: Row, { startedAt }: Meeting): boolean {
  if (isAgreedSince(record, startedAt)) return false;
  record.first = false;
  record.agreed = nowMicros();
  if (record.base.kind === 'unknown') record.base = { kind: 'values', side, row };
  if (record.state === 'held') record.state = 'reconcile';
  else if (record.state === 'parked') record.nextAttemptAt = record.agreed;
  return true;
}

function agree({ runtime: { lane } }: LaneContext, left: Row, right: Row): boolean {
  return lane.fields.every((field) => field.same(left[field.left] ?? null, right[field.right] ?? null));
}

function digestsOf(context: LaneContext, recordKey: string, left: Row, right: Row): StoredDigests[] {
  const { lane } = context.runtime;
  if (!lane.needsDigests) return [];
  return [{ laneId: lane.id, recordKey, fields: lane.digest(left, right) }];
}
