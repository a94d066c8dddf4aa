import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { nowMicros } from '#lib/micros.ts';
import { amendRefused } from '../reconcile/amend-refused.ts';
import { answered } from '../reconcile/answered.ts';
import { decideRecord, takeDecision } from '../reconcile/decide-record.ts';
import { judgeResult } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { Reconciled } from '../reconcile/reconcile-records.ts';
import { writeBothSides } from '../reconcile/write-both-sides.ts';
import { meetingLines } from '../snapshot/meeting-lines.ts';
import type { BulkJob } from './bulk-job.ts';
import type { Taken } from './settle-chunk.ts';

/**
 * Writes records that are in hand, the left side first, with a line of the ledger for each that is there
 * before the write becomes visible.
 */
export async function writePlanned(
  context: LaneContext,
  job: BulkJob,
  taken: Taken[],
): Promise<{ taken: Taken; result: Reconciled }[]> {
  const byRules = new Set<Reconciled>();
  const all: { taken: Taken; result: Reconciled }[] = [];
  for (const each of taken) {
    const result = resultFor(context, each);
    if (each.planned.plan.kind === 'rules') byRules.add(result);
    all.push({ taken: each, result });
  }
  const told = new Set<Reconciled>();
  const beforeCommit = async (side: Side, decided: Reconciled[]) => {
    // A line tells of both sides: what the left one's write has told is not told again.
    const untold = decided.filter((result) => !told.has(result) && isTold(context, result, byRules));
    await keepLines(context, job, untold, told, side === 'left' ? halves(untold) : []);
  };
  const results = all.map(({ result }) => result);
  await writeBothSides(context, results, beforeCommit);
  const amended = await amendRefused(context, [...byRules]);
  for (const [result, amendment] of amended) {
    result.outcomes = { left: null, right: null };
    await answered(context.runtime.lane, () => decideRecord(context, result, amendment));
  }
  await writeBothSides(
    context,
    amended.map(([result]) => result),
    beforeCommit,
  );
  // What was not written still lacks its line, and what came to nothing on its second side has another one.
  const rest = results.filter((result) => {
    const settled = judgeResult(context.runtime.lane, result).kind === 'settled';
    return told.has(result) ? !settled : isTold(context, result, byRules);
  });
  await keepLines(context, job, rest, told, []);
  return all;
}

function resultFor(context: LaneContext, { planned, open }: Taken): Reconciled {
  const { rows, plan, decision } = planned;
  const result: Reconciled = {
    open,
    rows,
    now: rows,
    behind: false,
    decision: null,
    outcomes: { left: null, right: null },
    error: null,
    meets: null,
    ...('detail' in plan && { told: plan.detail }),
  };
  if (decision instanceof SyncError) result.error = decision;
  else if (plan.kind === 'rules') takeDecision(context, result, decision);
  else result.decision = decision;
  return result;
}

/** What came to nothing leaves no line: a missed guard is tried again, a refused value is a result of the action alone. */
function isTold({ runtime }: LaneContext, result: Reconciled, byRules: ReadonlySet<Reconciled>): boolean {
  const verdict = judgeResult(runtime.lane, result);
  const touched = [result.outcomes.left, result.outcomes.right].some((each) => each?.status === 'applied');
  if (verdict.kind === 'again') return touched;
  return verdict.kind !== 'parked' || touched || byRules.has(result);
}

/** @param put records that are kept as open in the same commit */
async function keepLines(
  context: LaneContext,
  job: BulkJob,
  results: Reconciled[],
  told: Set<Reconciled>,
  put: OpenRecord[],
): Promise<void> {
  const entries = meetingLines(context, job.meeting, results);
  if (entries.length === 0) return;
  for (const open of put) open.record.revision += 1;
  const pending = put.length > 0 ? { pending: { put: put.map(({ record }) => record) } } : {};
  const replaced = await context.store.commit(context.lease, { entries, ...pending });
  for (const moved of replaced) context.runtime.meter.move(moved);
  const now = nowMicros();
  for (const entry of entries) context.runtime.meter.count(entry, now);
  for (const result of results) told.add(result);
  for (const open of put) {
    open.lineless = !open.stored;
    open.stored = true;
  }
}

/**
 * Records that are written on both sides are kept before the first one: after a crash between the two, the
 * reconciler carries to the other side what was written.
 */
function halves(results: Reconciled[]): OpenRecord[] {
  return results.flatMap(({ open, decision }) =>
    decision?.kind === 'write' && decision.left && decision.right ? [open] : [],
  );
}
