import type { Side } from '#core/change/change-event.ts';
import type { Decision, SideWrite } from '#core/conflict/decision.ts';
import { isSameOn } from '#core/conflict/is-same-on.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { writesTo } from '#core/flow/direction.ts';
import type { RecordPlan } from '#core/operations/record-plan.ts';
import type { Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';

/**
 * What a plan comes to on the sides as they stand: only what differs is written. Throws `SIDE_READ_ONLY`
 * for a side that the lane does not write to.
 */
export function planToDecision(
  lane: CompiledLane,
  plan: Extract<RecordPlan, { kind: 'write' | 'hold' }>,
  now: BothRows,
): Decision {
  if (plan.kind === 'hold') return { kind: 'hold', account: plan.account };
  const writes = { left: sideWrite(lane, 'left', plan, now), right: sideWrite(lane, 'right', plan, now) };
  if (!writes.left && !writes.right) return { kind: 'agreed' };
  return { kind: 'write', ...writes, account: plan.account ?? null };
}

function sideWrite(
  lane: CompiledLane,
  side: Side,
  plan: Extract<RecordPlan, { kind: 'write' }>,
  now: BothRows,
): SideWrite | null {
  const write = differing(lane, side, plan[side], now[side]);
  if (write && !writesTo(lane.plan.direction, side)) {
    throw new SyncError('SIDE_READ_ONLY', `The mapping carries nothing to the ${side} side.`);
  }
  return write;
}

function differing(
  lane: CompiledLane,
  side: Side,
  wanted: Row | null | undefined,
  held: Row | null,
): SideWrite | null {
  if (wanted === undefined) return null;
  if (wanted === null) return held ? { op: 'delete', set: {} } : null;
  if (!held) return { op: 'insert', set: wanted };
  const set: Row = {};
  for (const [name, value] of Object.entries(wanted)) {
    const stands = held[name] ?? null;
    if (value === stands) continue;
    const field = lane.fields.find((each) => each[side] === name);
    if (!field || !isSameOn(field, side, value, stands)) put(set, name, value);
  }
  return Object.keys(set).length > 0 ? { op: 'update', set } : null;
}
