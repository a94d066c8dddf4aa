import { agreedSince } from '#core/conflict/agreed-since.ts';
import { decide } from '#core/conflict/decide.ts';
import type { DecideInput } from '#core/conflict/decision.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LaneContext } from './lane-routes.ts';
import type { Reconciled } from './reconcile-records.ts';

/** What a refused write has taught about a record. */
export type Amendment = Pick<DecideInput, 'concessions' | 'whole'>;

/** Decides one record from what stands on both sides now; values that cannot be cast are its error. */
export function decideRecord({ runtime }: LaneContext, result: Reconciled, amendment: Amendment = {}): void {
  const { record } = result.open;
  try {
    result.decision = decide({
      lane: {
        direction: runtime.lane.plan.direction,
        fields: runtime.lane.fields,
        rule: runtime.lane.plan.rule,
        deletes: runtime.lane.plan.deletes,
        first: runtime.lane.plan.first,
      },
      base: record.base,
      agreed: agreedSince(record.written, runtime.lane.fields, result.now),
      first: record.first,
      ...result.now,
      touched: record.touched,
      clock: { left: runtime.clocks.left, right: runtime.clocks.right },
      decision: record.decision,
      ...amendment,
    });
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    result.decision = null;
    result.error = error;
  }
}
