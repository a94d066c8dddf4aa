import type { Side } from '#core/change/change-event.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { nowMicros } from '#lib/micros.ts';
import { amendRefused } from '../reconcile/amend-refused.ts';
import { answered } from '../reconcile/answered.ts';
import { decideRecord, takeDecision } from '../reconcile/decide-record.ts';
import { type Judged, judgeResult, judgeResults } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { Reconciled } from '../reconcile/reconcile-records.ts';
import { writeBothSides } from '../reconcile/write-both-sides.ts';
import { writeTogether } from '../reconcile/write-together.ts';
import { meetingLines } from '../snapshot/meeting-lines.ts';
import type { BulkJob } from './bulk-job.ts';
import { canWriteTogether } from './can-write-together.ts';
import type { KeptHalves } from './kept-halves.ts';
import type { Taken } from './settle-chunk.ts';

/**
 * Writes records that are in hand, the left side first, with a line of the ledger for each that is there
 * before the write becomes visible. What an action puts on both sides shows on both or on neither, where the lane can.
 *
 * @param halves takes up what is kept since more is to be written of it
 */
export async function writePlanned(
  context: LaneContext,
  job: BulkJob,
  taken: Taken[],
  halves: KeptHalves,
): Promise<({ taken: Taken } & Judged)[]> {
  const { lane } = context.runtime;
  const byRules = new Set<Reconciled>();
  const all: { taken: Taken; result: Reconciled }[] = [];
  for (const each of taken) {
    const result = resultFor(context, each);
    if (each.planned.plan.kind === 'rules') byRules.add(result);
    all.push({ taken: each, result });
  }
  const told = new Set<Reconciled>();
  const beforeCommit = async (_side: Side, decided: Reconciled[]) => {
    // A line tells of both sides: what the left one's write has told is not told again.
    const untold = judgeResults(
      lane,
      decided.filter((result) => !told.has(result)),
    ).filter((each) => isTold(each, byRules));
    await keepLines(context, job, untold, told, halves);
  };
  // What the rules decide is decided anew where a side changes meanwhile; what an action puts there is nobody's change.
  const together = canWriteTogether(context.runtime);
  const isTogether = (result: Reconciled) => together && isOfBothSides(result) && !byRules.has(result);
  for (const unread of [true, false]) {
    const results = all.flatMap(({ taken: { planned }, result }) =>
      planned.byLedger === unread && (unread || isTogether(result)) ? [result] : [],
    );
    await writeTogether(context, results, unread, (decided) => {
      const untold = decided.filter((result) => !told.has(result));
      return keepLines(context, job, judgeResults(lane, untold), told, halves);
    });
  }
  const apart = all.flatMap(({ taken: { planned }, result }) =>
    planned.byLedger || isTogether(result) ? [] : [result],
  );
  await writeBothSides(context, apart, beforeCommit);
  const amended = await amendRefused(context, [...byRules]);
  for (const [result, amendment] of amended) {
    result.outcomes = { left: null, right: null };
    await answered(lane, () => decideRecord(context, result, amendment));
  }
  await writeBothSides(
    context,
    amended.map(([result]) => result),
    beforeCommit,
  );
  // What was not written still lacks its line, and what came to nothing on its second side has another one.
  const judged = all.map((each) => ({ ...each, verdict: judgeResult(lane, each.result) }));
  const rest = judged.filter((each) =>
    told.has(each.result) ? each.verdict.kind !== 'settled' : isTold(each, byRules),
  );
  await keepLines(context, job, rest, told, null);
  return judged;
}

function resultFor(context: LaneContext, { planned, open }: Taken): Reconciled {
  const { rows, plan, decision, ordinal } = planned;
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
    ...(ordinal !== null && { ordinal }),
  };
  if (decision instanceof SyncError) result.error = decision;
  else if (plan.kind === 'rules') takeDecision(context, result, decision);
  else result.decision = decision;
  return result;
}

/** What came to nothing leaves no line: a missed guard is tried again, a refused value is a result of the action alone. */
function isTold({ result, verdict }: Judged, byRules: ReadonlySet<Reconciled>): boolean {
  const touched = isTouched(result);
  if (verdict.kind === 'again') return touched;
  return verdict.kind !== 'parked' || touched || byRules.has(result);
}

function isTouched({ outcomes }: Reconciled): boolean {
  return outcomes.left?.status === 'applied' || outcomes.right?.status === 'applied';
}

/** The lines of what was judged; of what was told of before its writing began anew, and is not written after all, that nothing was. */
function linesOf(context: LaneContext, { meeting }: BulkJob, judged: Judged[]): LedgerLine[] {
  const lines = meetingLines(context, meeting, judged);
  const untouched = judged.filter(({ result, verdict }) => verdict.kind === 'again' && !isTouched(result));
  if (untouched.length === 0) return lines;
  const names = new Set(untouched.map(({ result }) => result.open.record.recordKey));
  return lines.map((line) => (names.has(line.recordKey) ? { ...line, status: 'skipped', code: null } : line));
}

/** @param halves given where something of these records is about to be written */
async function keepLines(
  context: LaneContext,
  job: BulkJob,
  judged: Judged[],
  told: Set<Reconciled>,
  halves: KeptHalves | null,
): Promise<void> {
  const entries = linesOf(context, job, judged);
  if (entries.length === 0) return;
  const goingOn = halves ? judged.flatMap((each) => (goesOn(each) ? [each.result.open] : [])) : [];
  // What has a row of its own keeps it up; the rest is kept together, since it is all closed together.
  const stored = goingOn.filter((open) => open.stored);
  for (const open of stored) open.record.revision += 1;
  const put = halves?.begin(
    context.runtime.lane.id,
    goingOn.filter((open) => !open.stored),
  );
  const replaced = await context.store.commit(context.lease, {
    entries,
    ...(stored.length > 0 && { pending: { put: stored.map(({ record }) => record) } }),
    ...(put && { halves: { put } }),
  });
  for (const moved of replaced) context.runtime.meter.move(moved);
  const now = nowMicros();
  for (const entry of entries) context.runtime.meter.count(entry, now);
  for (const { result } of judged) told.add(result);
}

/** Is this write not all of it: the other side is written as well, or a field that is computed from it follows? */
function goesOn({ result, verdict }: Judged): boolean {
  return isOfBothSides(result) || (verdict.kind === 'again' && isTouched(result));
}

function isOfBothSides({ decision }: Reconciled): boolean {
  return decision?.kind === 'write' && decision.left !== null && decision.right !== null;
}
