import { SyncError } from '#core/errors/sync-error.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import { closeRecords } from '../reconcile/close-records.ts';
import type { Judged, Verdict } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { Reconciled } from '../reconcile/reconcile-records.ts';
import { rowAfter } from '../reconcile/row-after.ts';
import { settleMet } from '../snapshot/settle-met.ts';
import type { BulkJob } from './bulk-job.ts';
import { ignoredWords, ignoreRecords } from './ignore-records.ts';
import { KeptHalves } from './kept-halves.ts';
import type { PlannedRecord } from './plan-selected.ts';
import type { PreparedChunk } from './prepare-chunk.ts';
import { describeWrite, resultOf } from './record-result.ts';
import { writePlanned } from './write-planned.ts';

/** Plans by which an open record goes its own way on. */
const asOpen: ReadonlySet<string> = new Set(['rules', 'decide']);

/** A planned record that is in hand. */
export type Taken = { planned: PlannedRecord; open: OpenRecord };

/**
 * Does what was planned (E19, E20): the records are opened, written on both sides under what was read, and their results
 * kept in the commit that closes them. Whatever fails, the records are let go.
 *
 * @returns the results, and names of records that changed under our hands, to be read again.
 */
export async function settleChunk(
  context: LaneContext,
  job: BulkJob,
  chunk: PreparedChunk,
): Promise<{ results: OperationRecord[]; again: string[] }> {
  const standing = chunk.planned.filter((planned) => chunk.stands(planned));
  const moved = chunk.planned.length - standing.length;
  const isStanding = new Set(moved > 0 ? standing : []);
  const again = (moved > 0 ? chunk.planned.filter((each) => !isStanding.has(each)) : []).map(
    (each) => each.recordKey,
  );
  const ignored = standing.filter(({ plan }) => plan.kind === 'ignore');
  const taken = standing.filter(({ plan }) => plan.kind !== 'ignore').map((each) => take(context, each));
  for (const { open } of ignored) if (open) open.busy = true;
  chunk.end();
  // What is parked goes the reconciler's way, which knows how it came to that.
  const isRetried = ({ planned: { open, plan } }: Taken) => open !== null && asOpen.has(plan.kind);
  const retried = taken.filter(isRetried);
  const written = taken.filter((each) => !isRetried(each));
  try {
    const results = [...chunk.results];
    again.push(...(await settleWritten(context, job, written, results)));
    results.push(...(await ignoreRecords(context, job, ignored)));
    // At the end: it waits for what others write, and so may be stopped, which the records before have no part in.
    results.push(...(await retry(context, job, retried)));
    return { results, again: [...chunk.again, ...again] };
  } catch (error) {
    for (const { open, planned } of taken) {
      if (planned.held && open.record.decision === planned.held) open.record.decision = null;
      if (open.busy) context.runtime.open.release(open);
    }
    for (const { open } of ignored) if (open?.busy) context.runtime.open.release(open);
    throw error;
  }
}

/**
 * Writes records on both sides, and closes them with their results and those that are there already.
 *
 * @param results takes up what became of them
 * @returns names of those that changed under our hands
 */
async function settleWritten(
  context: LaneContext,
  job: BulkJob,
  taken: Taken[],
  results: OperationRecord[],
): Promise<string[]> {
  const halves = new KeptHalves();
  try {
    const again: string[] = [];
    const closing: Judged[] = [];
    const left: OpenRecord[] = [];
    for (const { taken: each, result, verdict } of await writePlanned(context, job, taken, halves)) {
      const outcome = outcomeOf(context, each.planned, result, verdict);
      if (outcome === 'again') again.push(each.planned.recordKey);
      else results.push(outcome);
      if (outcome === 'again' || outcome.outcome === 'failed') left.push(each.open);
      else closing.push({ result, verdict });
    }
    await closeRecords(context, closing, {
      operation: { id: job.operationId, records: results.map((each) => job.trim(each)), place: null },
      ...(halves.ids.length > 0 && { halves: { remove: halves.ids } }),
    });
    for (const open of left) context.runtime.open.release(open);
    return again;
  } catch (error) {
    await halves.letGo(context).catch((failure: unknown) => {
      context.logger.warn(
        { err: failure },
        'records that may be written on one side are opened at the next start',
      );
    });
    throw error;
  }
}

function take({ runtime }: LaneContext, planned: PlannedRecord): Taken {
  const open =
    planned.open ??
    runtime.open.open(
      planned.identity,
      { state: 'reconcile', base: planned.base, first: false },
      { code: 'RECONCILING', detail: 'A bulk action has it in hand.', nextAttemptAt: null },
    );
  open.busy = true;
  open.unread = null;
  if (planned.held) {
    open.record.decision = planned.held;
    // As where a person decides it alone: until it is settled, round follows round.
    open.record.state = 'reconcile';
  }
  return { planned, open };
}

/** What became of a record; `again` where nothing of it was written since it changed under our hands. */
function outcomeOf(
  { runtime: { lane } }: LaneContext,
  { recordKey, plan, rows }: PlannedRecord,
  { decision, outcomes, now }: Reconciled,
  verdict: Verdict,
): OperationRecord | 'again' {
  const touched = [outcomes.left, outcomes.right].some((outcome) => outcome?.status === 'applied');
  const missed = [outcomes.left, outcomes.right].some((outcome) => outcome?.status === 'missed');
  const result = (outcome: OperationRecord['outcome'], why: Parameters<typeof resultOf>[4]) =>
    resultOf(
      lane,
      recordKey,
      rows,
      outcome,
      { ...why, effects: plan.effects },
      outcome === 'done' && decision?.kind === 'write' ? now : null,
    );
  switch (verdict.kind) {
    case 'settled': {
      const detail = ('detail' in plan && plan.detail) || (decision ? describeWrite(lane, decision) : '');
      return result(verdict.wrote ? 'done' : 'nothing', { detail });
    }
    case 'held':
      return result('held', {
        code: 'CONFLICT_HELD',
        detail: verdict.account.fields.map(({ why }) => why).join(' '),
      });
    case 'parked':
      return result('detail' in plan && !touched ? 'failed' : 'parked', verdict);
    case 'again': {
      if (!touched) return 'again';
      if (!missed && decision) return result('done', { detail: describeWrite(lane, decision) });
      const detail =
        'It changed on one side while the other was written; the rules of the mapping decide between both.';
      return result('parked', { code: 'RECONCILING', detail });
    }
  }
}

/** Lets open records go their own way, and keeps what they came to. */
async function retry(context: LaneContext, job: BulkJob, taken: Taken[]): Promise<OperationRecord[]> {
  if (taken.length === 0) return [];
  const { lane } = context.runtime;
  const byOpen = new Map(taken.map((each) => [each.open, each.planned]));
  const settled = await settleMet(
    { ...context, signal: AbortSignal.any([context.signal, job.halt]) },
    job.meeting,
    taken.map(({ open }) => open),
  );
  const results = settled.flatMap(({ open, verdict, decision, wrote }) => {
    const planned = byOpen.get(open);
    if (!planned) return [];
    byOpen.delete(open);
    const { recordKey, rows } = planned;
    const { code, detail } = open.record;
    switch (verdict.kind) {
      case 'settled': {
        const told = (decision && describeWrite(lane, decision)) || 'Both sides agree.';
        const { left, right } = verdict;
        const after = decision?.kind === 'write' ? { left, right } : null;
        return [resultOf(lane, recordKey, rows, 'done', { detail: told }, after)];
      }
      case 'held':
        return [resultOf(lane, recordKey, rows, 'held', { code, detail })];
      case 'again':
        if (wrote && decision) {
          return [resultOf(lane, recordKey, rows, 'done', { detail: describeWrite(lane, decision) })];
        }
    }
    return [resultOf(lane, recordKey, rows, 'parked', { code, detail })];
  });
  // Others go on under another name, or turned out to be the same record.
  for (const [open, { recordKey, rows }] of byOpen) {
    context.runtime.open.release(open);
    results.push(resultOf(lane, recordKey, rows, 'parked', open.record));
  }
  const records = results.map((each) => job.trim(each));
  await context.store.commit(context.lease, { operation: { id: job.operationId, records, place: null } });
  return results;
}

/** What a dry run tells of a planned record. */
export function previewResult(
  { runtime: { lane } }: LaneContext,
  { by }: BulkJob,
  planned: PlannedRecord,
): OperationRecord {
  const { recordKey, rows, decision, plan, open } = planned;
  const { effects } = plan;
  if (plan.kind === 'ignore') {
    return resultOf(lane, recordKey, rows, 'done', { code: 'IGNORED', detail: ignoredWords(plan, by) });
  }
  if (decision instanceof SyncError) return resultOf(lane, recordKey, rows, 'parked', decision);
  switch (decision.kind) {
    case 'agreed':
      return resultOf(lane, recordKey, rows, open ? 'done' : 'nothing', {
        detail: 'Both sides agree.',
        effects,
      });
    case 'hold': {
      const detail = decision.account.fields.map(({ why }) => why).join(' ');
      return resultOf(lane, recordKey, rows, 'held', { code: 'CONFLICT_HELD', detail, effects });
    }
    case 'write': {
      const detail = ('detail' in plan && plan.detail) || describeWrite(lane, decision);
      const after = {
        left: rowAfter(rows.left, decision.left),
        right: rowAfter(rows.right, decision.right),
      };
      return resultOf(lane, recordKey, rows, 'done', { detail, effects }, after);
    }
  }
}
