import type { Base } from '#core/conflict/base.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { LaneContext } from './lane-routes.ts';
import { isAgreedSince, type OpenRecord } from './open-records.ts';
import type { BothRows } from './read-both-sides.ts';

/** The bases that stored digests make (E5), by record key; records without any are left out. */
export async function storedBases(
  { runtime: { lane }, store }: LaneContext,
  recordKeys: string[],
): Promise<Map<string, Base>> {
  if (!lane.needsDigests || recordKeys.length === 0) return new Map();
  const digests = await store.digests(lane.id, recordKeys);
  return new Map([...digests].map(([recordKey, fields]) => [recordKey, { kind: 'digests', fields }]));
}

/**
 * A record that both sides hold, opened by a change that came after a gap in the log: the old row of that
 * change may be newer than what both sides last agreed on, so it is no base, unless the other side still
 * holds the same. What was open before the gap, or was agreed on since, has a base that counts.
 *
 * @param since when the gap became known, microseconds since 1970
 * @returns whether it has another base now
 */
export function distrustBase(
  lane: CompiledLane,
  open: OpenRecord,
  base: Base,
  since: number,
  rows: BothRows,
): boolean {
  if (isAgreedSince(open.record, since) || open.record.since < since || !rows.left || !rows.right)
    return false;
  if (stillHeld(lane, open.record.base, rows)) return false;
  open.record.base = base;
  return true;
}

/** Does the side that the base does not come from hold what it says? */
function stillHeld(lane: CompiledLane, base: Base, rows: BothRows): boolean {
  if (base.kind !== 'values') return false;
  const held = { ...rows, [base.side]: base.row };
  return lane.fields.every((field) => {
    const left = held.left?.[field.left];
    const right = held.right?.[field.right];
    return left !== undefined && right !== undefined && field.same(left, right);
  });
}
