import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncError } from '#core/errors/sync-error.ts';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import { keptResult } from '#core/ledger/apply-payload.ts';
import { type BulkActionKind, causeOfAction } from '#core/operations/bulk-action.ts';
import { BulkInput } from '#core/operations/bulk-input.ts';
import type { BulkProgress, BulkResult } from '#core/operations/bulk-progress.ts';
import { plannerOf } from '#core/operations/planner-of.ts';
import {
  noOutcomes,
  type OperationRecord,
  type OutcomeCounts,
  RecordOutcome,
} from '#core/operations/record-outcome.ts';
import { EarlierLines } from '#db/ledger/earlier-lines.ts';
import {
  countEffects,
  countOutcomes,
  countReasons,
  readPlace,
  writeOperation,
} from '#db/ledger/operation-records.ts';
import { readPolicies } from '#db/ledger/read-policies.ts';
import { readSelection, type SelectionReader } from '#db/ledger/selection-reader.ts';
import type { BulkJob } from '#engine/bulk/bulk-job.ts';
import { type BulkRun, runBulk } from '#engine/bulk/run-bulk.ts';
import { bulkMeeting } from '#engine/snapshot/meeting.ts';
import { awaitLane } from './await-lane.ts';
import { BulkFaults } from './bulk-faults.ts';
import { BulkRate } from './bulk-rate.ts';
import type { OperationEnd, OperationWork } from './operation-runner.ts';
import { refuseGone } from './refuse-gone.ts';
import { StoppedLanes } from './stopped-lanes.ts';
import { tryRefusedAgain } from './try-refused-again.ts';

/** What the ledger's lines say where nothing else is to be said. */
const didOf: Record<BulkActionKind, string> = {
  replay: 'Replayed',
  revert: 'Reverted',
  're-decide': 'Decided anew',
  resolve: 'Decided by a person',
  repair: 'Repaired after a verify',
  ignore: 'Ignored',
};

/** Lines that one page of the selection holds. */
const PAGE_LINES = 2_000;
/** Records of each outcome whose rows are kept as samples. */
const SAMPLES = 20;
/** How long it waits before it looks again whether it can go on, milliseconds. */
const PAUSE = 500;

/** An action under way: what was asked, who reads its selection, and how far it is. */
type Run = { input: BulkInput; records: SelectionReader; progress: BulkProgress; speed: BulkRate };

/**
 * Carries a bulk action out, or tells what it would do. It goes on where a dead runner was, and waits
 * while the flow does not run or a connection is down. Cancelled, or ended by a fault that does not pass, it tells
 * what was done until then.
 */
export async function runBulkOperation(work: OperationWork): Promise<BulkResult | OperationEnd> {
  const input = BulkInput.parse(work.operation.input);
  const faults = new BulkFaults(work.context.logger);
  let run: Run | null = null;
  let fault: SyncError | null = null;
  for (;;) {
    try {
      run ??= await begin(work, input);
      const end: OperationEnd | null = fault || work.signal.aborted ? null : await attempt(work, run);
      if (end) return end;
      const result = await resultSoFar(work, input, run.progress.lines);
      return fault ? { end: 'failed', error: fault, result } : result;
    } catch (thrown) {
      if (work.signal.aborted && !run) throw thrown;
      if (work.signal.aborted) return resultSoFar(work, input, run?.progress.lines ?? 0);
      if (work.pause.aborted) return { end: 'paused' };
      const { error, pause } = faults.judge(thrown, run?.progress.lines ?? 0);
      if (error.code === 'LEASE_STALE') return { end: 'queued' };
      if (pause === null) fault ??= error;
      else if (run) work.report({ ...run.progress, waiting: error.message });
      await sleep(pause ?? 0, undefined, { signal: work.signal }).catch(() => undefined);
    }
  }
}

async function begin(work: OperationWork, input: BulkInput): Promise<Run> {
  const { context, operation } = work;
  const records = readSelection(context.pool, operation.workspaceId, input.selection, operation.id);
  // Only a preview does not know its records: it tells how far it is by their lines.
  const totalLines = input.dryRun ? await records.countLines() : 0;
  const progress = beginProgress(work, input, totalLines);
  return { input, records, progress, speed: new BulkRate() };
}

/** What it has come to: at its end, or where it was cancelled. */
async function resultSoFar(
  { context: { pool }, operation: { id } }: OperationWork,
  { action }: BulkInput,
  lines: number,
): Promise<BulkResult> {
  const [counts, reasons, effects] = await Promise.all([
    countOutcomes(pool, id),
    countReasons(pool, id),
    action.kind === 're-decide' ? countEffects(pool, id) : [],
  ]);
  return { records: countAll(counts), lines, counts, reasons, effects };
}

function countAll(counts: OutcomeCounts): number {
  return RecordOutcome.options.reduce((sum, outcome) => sum + counts[outcome], 0);
}

function beginProgress(
  { operation }: OperationWork,
  { dryRun, records }: BulkInput,
  totalLines: number,
): BulkProgress {
  const lines = Number(operation.progress?.lines ?? 0);
  const total = dryRun ? null : records;
  const counts = noOutcomes();
  return { done: 0, total, lines, totalLines, rate: 0, secondsLeft: null, counts, waiting: null };
}

/** Goes on from the kept place until the end (null), a pause, or a fault. */
async function attempt(work: OperationWork, run: Run): Promise<OperationEnd | null> {
  const { signal, context, operation } = work;
  const { progress } = run;
  progress.counts = await countOutcomes(context.pool, operation.id);
  progress.done = countAll(progress.counts);
  run.speed.note(progress.done, Date.now());
  const halt = AbortSignal.any([signal, work.pause]);
  const stopped = new StoppedLanes();
  try {
    const job = await jobOf(work, run, AbortSignal.any([halt, stopped.signal]));
    const limit = () => Math.min(PAGE_LINES, Math.max(1, Math.ceil(work.rate() ?? PAGE_LINES)));
    const bulk: BulkRun = {
      job,
      dryRun: run.input.dryRun,
      place: await readPlace(context.pool, operation.id),
      page: (after) => run.records.page(after, limit()),
      laneOf: async (laneId) => stopped.watch(await awaitLane(work, laneId, progress)),
      keep: (results, place) =>
        writeOperation(context.pool, {
          id: operation.id,
          records: results.map((each) => job.trim(each)),
          place,
        }),
      onPage: async (results, lines) => {
        for (const { outcome } of results) progress.counts[outcome] += 1;
        progress.done += results.length;
        progress.lines += lines;
        await tell(work, run, results.length, halt);
      },
      isPaced: () => work.rate() !== null,
      signal: halt,
    };
    const over = (await runBulk(bulk)) && (run.input.dryRun || (await afterwards(work, run, bulk, limit)));
    return over || signal.aborted ? null : { end: 'paused' };
  } finally {
    stopped.end();
  }
}

/**
 * Once more over what sides have refused for the sake of other records; what was removed since the preview is told of.
 * @returns whether it came to the end
 */
async function afterwards(
  work: OperationWork,
  run: Run,
  bulk: BulkRun,
  limit: () => number,
): Promise<boolean> {
  const { operation, context } = work;
  const { selection, previewId, records } = run.input;
  // Whoever has read the selection's pages looks for the lines of the last ones alone.
  const anew = readSelection(context.pool, operation.workspaceId, selection, operation.id);
  const { reads } = bulk.job.planner;
  const again: BulkRun = {
    ...bulk,
    job: { ...bulk.job, readLines: (laneId, keys) => anew.lines(laneId, keys, reads) },
    onPage: async (results) => {
      run.progress.counts = await countOutcomes(context.pool, operation.id);
      await tell(work, run, results.length, bulk.signal);
    },
  };
  if (!(await tryRefusedAgain(context.pool, again, limit))) return false;
  if (previewId !== null && run.progress.done < (records ?? 0)) {
    await refuseGone(context.pool, anew, { operationId: operation.id, previewId });
  }
  return true;
}

async function jobOf({ operation, context }: OperationWork, run: Run, halt: AbortSignal): Promise<BulkJob> {
  const { records, progress, input } = run;
  const planner = plannerOf(input.action);
  const { kind } = input.action;
  const left = new Map(
    (await records.interrupted()).map((line) => [`${line.laneId} ${line.recordKey}`, line]),
  );
  const sampled = { ...progress.counts };
  const flows = await readPolicies(context.pool, operation.workspaceId);
  const policies = new Map(flows.map(({ flowId, policy }) => [flowId, policy.payload]));
  return {
    operationId: operation.id,
    planner,
    by: operation.createdBy,
    meeting: bulkMeeting(operation.id, operation.createdAt, causeOfAction[kind], didOf[kind]),
    readLines: (laneId, keys) => records.lines(laneId, keys, planner.reads),
    earlier: new EarlierLines(context.pool, operation.id),
    interrupted: (laneId, recordKey) => left.get(`${laneId} ${recordKey}`),
    halt,
    trim: (record) => {
      const { flowId } = splitLaneId(record.laneId);
      return keptResult(trim(record, sampled), policies.get(flowId) ?? 'full');
    },
  };
}

/** Tells how far it is, and rests as long as so many records take. */
async function tell(
  work: OperationWork,
  { progress, speed }: Run,
  records: number,
  halt: AbortSignal,
): Promise<void> {
  speed.note(progress.done, Date.now());
  const rest = progress.total === null ? null : Math.max(0, progress.total - progress.done);
  progress.rate = speed.perSecond;
  progress.secondsLeft = rest === null ? null : speed.secondsFor(rest);
  work.report({ ...progress });
  await keepToRate(records, work.rate, halt);
}

/** Rests for as long as so many records take at the rate that is wanted, which may change meanwhile. */
async function keepToRate(records: number, rate: OperationWork['rate'], halt: AbortSignal): Promise<void> {
  const since = Date.now();
  for (;;) {
    const wanted = rate();
    const left = wanted === null ? 0 : (records / wanted) * 1000 - (Date.now() - since);
    if (left <= 0 || halt.aborted) return;
    await sleep(Math.min(left, PAUSE), undefined, { signal: halt }).catch(() => undefined);
  }
}

/** Rows are kept where they tell something that the ledger does not, and as samples. */
function trim(record: OperationRecord, sampled: OutcomeCounts): OperationRecord {
  sampled[record.outcome] += 1;
  const told = record.outcome !== 'nothing' && record.outcome !== 'done';
  if (told || sampled[record.outcome] <= SAMPLES) return record;
  return { ...record, before: null, after: null };
}
