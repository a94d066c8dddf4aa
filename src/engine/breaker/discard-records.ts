import { otherSide } from '#core/change/change-event.ts';
import type { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { HeldDecision } from '#core/ledger/pending-record.ts';
import type { BatchPlan, DirectedLane, PlannedRecord } from '../apply/batch-plan.ts';
import type { SettledRecord } from '../apply/settle-batch.ts';
import { kindOf } from './kind-of.ts';

/**
 * Carries a person's "discard" out on a batch: what was stopped is not written but told as skipped, and
 * on a two-way lane the record is opened with the decision that the other side's state stands, so that
 * a reconcile puts it back where it was changed. A one-way lane cannot write there: both sides stay.
 */
export function discardRecords(
  trip: BreakerTrip,
  directed: DirectedLane,
  plan: BatchPlan,
  planned: SettledRecord[],
): void {
  const by = trip.decidedBy ?? '';
  const twoWay = directed.runtime.lane.plan.direction === 'both';
  for (const each of planned) {
    const { record } = each;
    const last = record.folded.changes.at(-1);
    const kind = kindOf(record.folded.op);
    if (record.directed !== directed || !last || last.position > trip.until) continue;
    if (each.planned.kind === 'skip' || !kind || !trip.kinds.includes(kind)) continue;
    const end = twoWay
      ? `the ${directed.from} side is put back to what the ${otherSide(directed.from)} side holds`
      : 'both sides stay as they are';
    each.planned = { kind: 'skip', code: 'BREAKER_DISCARDED', detail: `Discarded by ${by}; ${end}.` };
    if (twoWay) plan.opened.push(...openToRestore(record, decisionOf(directed, by)));
  }
  for (const truncate of plan.truncates) {
    const covered = truncate.directed === directed && truncate.event.position <= trip.until;
    if (covered && trip.kinds.includes('deletes')) truncate.discardedBy = by;
  }
  for (const { directed: way, change, open } of plan.absorbed) {
    const kind = kindOf(change.op);
    if (way !== directed || change.position > trip.until || !kind || !trip.kinds.includes(kind)) continue;
    open.record.decision ??= decisionOf(directed, by);
  }
}

function openToRestore({ directed, identity, folded }: PlannedRecord, decision: HeldDecision) {
  const { open } = directed.runtime;
  const names = [identity.before];
  if (identity.after.recordKey !== identity.before.recordKey) names.push(identity.after);
  return names.map((name) => {
    const opened = open.open(
      name,
      // With no base every difference is to be decided, and it is decided already.
      { state: 'reconcile', base: { kind: 'unknown' }, first: false },
      { code: 'BREAKER_DISCARDED', detail: 'A discarded change is being put back.', nextAttemptAt: null },
    );
    for (const change of folded.changes) open.absorb(opened, directed.from, change);
    // A key that the discarded change brought into being goes again.
    const made = name !== identity.before;
    opened.record.decision = made ? { ...decision, record: 'delete' } : decision;
    return opened;
  });
}

function decisionOf({ runtime, from }: DirectedLane, by: string): HeldDecision {
  const winner = otherSide(from);
  return {
    fields: Object.fromEntries(runtime.lane.fields.map((field) => [field.left, winner])),
    record: 'keep',
    by,
    at: Date.now() * 1000,
  };
}
