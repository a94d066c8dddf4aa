import { otherSide } from '#core/change/change-event.ts';
import type { Touches } from '#core/conflict/touch.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { Row } from '#core/values/value.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { BothRows } from './read-both-sides.ts';

/** Do the two rows differ over one of these fields, by left name? */
export function differOver(lane: CompiledLane, names: string[], left: Row, right: Row): boolean {
  return lane.fields.some(
    (field) =>
      names.includes(field.left) && !field.same(left[field.left] ?? null, right[field.right] ?? null),
  );
}

/**
 * When each side changed the record, as its meeting sees it: where the sides meet over a field that one
 * of them has just got (back), what is empty there has nothing to say, and the other side's value
 * counts as edited. Where that side's log shows that somebody has emptied the field, that counts too.
 */
export function touchesAtMeeting(
  { lane, firstSync }: LaneRuntime,
  { first, touched }: PendingRecord,
  rows: BothRows,
): Touches {
  if (!first || !firstSync || !rows.left || !rows.right) return touched;
  const seen: Touches = { left: { ...touched.left }, right: { ...touched.right } };
  for (const [name, side] of Object.entries(firstSync.fresh)) {
    const field = lane.fields.find((each) => each.left === name);
    const other = otherSide(side);
    if (!field || rows[side]?.[field[side]] !== null || rows[other]?.[field[other]] === null) continue;
    // Without the old row, a change of any field looks like one of this field.
    if (!lane[side].fullBeforeImage) delete seen[side][name];
    if (seen[side][name] === undefined) seen[other][name] ??= firstSync.startedAt;
  }
  return seen;
}
