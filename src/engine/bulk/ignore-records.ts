import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { RecordPlan } from '#core/operations/record-plan.ts';
import type { Settlement } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { BulkJob } from './bulk-job.ts';
import type { PlannedRecord } from './plan-selected.ts';
import { resultOf } from './record-result.ts';

/**
 * Marks the failed and parked lines of records as ignored, and lets go of those that are parked (E23): both sides stay
 * as they are, and the next change of either is carried under its guard, as of any record in line.
 */
export async function ignoreRecords(
  context: LaneContext,
  job: BulkJob,
  planned: PlannedRecord[],
): Promise<OperationRecord[]> {
  if (planned.length === 0) return [];
  const { lane, open, meter } = context.runtime;
  const settle: Settlement[] = [];
  const results: OperationRecord[] = [];
  for (const { recordKey, rows, plan, identity } of planned) {
    if (plan.kind !== 'ignore') continue;
    const told = { code: 'IGNORED' as const, detail: ignoredWords(plan, job.by) };
    settle.push({
      ...{ laneId: lane.id, recordKey: identity.recordKey, status: 'skipped', ...told, conflict: null },
      ...{ appliedAt: nowMicros(), before: rows, after: rows, failed: true },
    });
    results.push(resultOf(lane, recordKey, rows, 'done', told));
  }
  const parked = planned.flatMap((each) => (each.open ? [each.open] : []));
  const closing = parked.map((each) => ({ open: each, revision: each.record.revision }));
  const moved = await context.store.commit(context.lease, {
    settle,
    pending: {
      remove: closing.map(({ open: { record }, revision }) => ({
        ...{ laneId: record.laneId, recordKey: record.recordKey, revision },
      })),
    },
    operation: { id: job.operationId, records: results.map((each) => job.trim(each)), place: null },
  });
  for (const each of moved) meter.move(each);
  for (const { open: each, revision } of closing) {
    each.busy = false;
    // A change that was absorbed meanwhile is one of the record in line.
    if (each.record.revision === revision) open.close(each.record.recordKey);
  }
  return results;
}

/** What the ledger says of what is ignored. */
export function ignoredWords({ reason }: Extract<RecordPlan, { kind: 'ignore' }>, by: string): string {
  return `Ignored by ${by}: ${reason}`;
}
