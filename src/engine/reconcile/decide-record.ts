import { otherSide } from '#core/change/change-event.ts';
import { agreedSince } from '#core/conflict/agreed-since.ts';
import { decide } from '#core/conflict/decide.ts';
import type { DecideInput } from '#core/conflict/decision.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneRuntime } from '../lane-runtime.ts';
import { decideHidden } from './decide-hidden.ts';
import type { LaneContext } from './lane-routes.ts';
import { touchesAtMeeting } from './meet-fields.ts';
import { waitBehind } from './open-records.ts';
import { parkedParent } from './parked-parents.ts';
import type { Reconciled } from './reconcile-records.ts';

/** What a refused write has taught about a record. */
export type Amendment = Pick<DecideInput, 'concessions' | 'whole'>;

/** Decides one record from what stands on both sides now; values that cannot be cast are its error. */
export function decideRecord(
  { runtime, lines }: LaneContext,
  result: Reconciled,
  amendment: Amendment = {},
): void {
  const { record } = result.open;
  try {
    const input: DecideInput = {
      lane: {
        direction: runtime.lane.plan.direction,
        fields: runtime.lane.fields,
        rule: runtime.lane.plan.rule,
        deletes: runtime.lane.plan.deletes,
        first: runtime.lane.plan.first,
        version: lines.version,
      },
      base: record.base,
      agreed: agreedSince(record.written, runtime.lane.fields, result.now),
      first: record.first,
      only: runtime.firstSync?.only,
      ...result.now,
      touched: touchesAtMeeting(runtime, record, result.now),
      clock: { left: runtime.clocks.left, right: runtime.clocks.right },
      decision: record.decision,
      ...amendment,
    };
    result.decision = decideHidden(runtime.lane, input) ?? decide(input);
    queueBehindParent(runtime, result);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    result.decision = null;
    result.error = error;
  }
}

/** Nothing is written of a record that refers to a parked one: it would be seen before what it rests on (E9). */
function queueBehindParent(runtime: LaneRuntime, { open, decision, now }: Reconciled): void {
  if (decision?.kind !== 'write') return;
  for (const to of ['left', 'right'] as const) {
    const from = otherSide(to);
    const row = now[from];
    const parent = decision[to] && row && parkedParent(runtime, from, row, open);
    if (!parent) continue;
    waitBehind(open, parent);
    throw new SyncError('WAITS_BEHIND', open.record.detail);
  }
}
