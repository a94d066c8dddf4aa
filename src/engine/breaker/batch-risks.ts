import type { BreakerKind } from '#core/ledger/breaker-trip.ts';
import type { BatchPlan, DirectedLane } from '../apply/batch-plan.ts';
import type { SettledRecord } from '../apply/settle-batch.ts';
import { countAt, type PerSecond } from './breaker-window.ts';
import { carriesDeletesFrom } from './carries-deletes-from.ts';

/** How many records a batch deletes and overwrites. */
export type Risks = Record<BreakerKind, PerSecond>;

/**
 * What a batch would delete and overwrite by way of one lane. What must be looked up on both sides
 * first counts as well, since a delete or an update may come of it.
 *
 * @param counted whether a change at this position counts.
 */
export function batchRisks(
  directed: DirectedLane,
  plan: BatchPlan,
  planned: SettledRecord[],
  counted: (position: string) => boolean,
): Risks {
  const risks: Risks = { deletes: new Map(), overwrites: new Map() };
  const add = (op: string, change: { position: string; commitTime: number }) => {
    if (!counted(change.position)) return;
    if (op === 'delete' && carriesDeletesFrom(directed)) countAt(risks.deletes, change.commitTime);
    else if (op === 'update') countAt(risks.overwrites, change.commitTime);
  };
  for (const { record, planned: write } of planned) {
    if (record.directed !== directed || (write.kind !== 'write' && write.kind !== 'reconcile')) continue;
    const last = record.folded.changes.at(-1);
    if (last) add(record.folded.op, last);
  }
  for (const { directed: way, change } of plan.absorbed) if (way === directed) add(change.op, change);
  return risks;
}
