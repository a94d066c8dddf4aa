import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { BulkJob } from './bulk-job.ts';
import { type PreparedChunk, prepareChunk } from './prepare-chunk.ts';
import { previewResult, settleChunk } from './settle-chunk.ts';

/** How often a record that keeps changing is read again before it is left to the reconciler, and the longest pause between. */
const PATIENT_ROUNDS = 20;
const LONGEST_PAUSE = 1_000;
/** Pages that are read and planned while others are written: a page waits for the lane's batches, and for what it reads. */
const PAGES_AHEAD = 2;

type SelectedRef = { laneId: string; recordKey: string };

/** Records of the selection, and where the next ones begin; null behind the last. */
export type BulkPage = { records: SelectedRef[]; lines: number; next: string | null };

export type BulkRun = {
  job: BulkJob;
  dryRun: boolean;
  /** Where the selection begins: behind what an earlier runner was through with. */
  place: string | null;
  /** The next records of the selection that have no result yet. */
  page(after: string | null): Promise<BulkPage>;
  /** The lane as it runs; waits until it does. Null where the deployed version has none such. */
  laneOf(laneId: string): Promise<LaneContext | null>;
  /** Keeps results that no lane's commit keeps. */
  keep(records: OperationRecord[], place: string | null): Promise<void>;
  /** Told of every page; holds the run up to keep to a rate. */
  onPage(results: OperationRecord[], lines: number): Promise<void>;
  /** It is to keep to a rate: one page after the other. */
  isPaced(): boolean;
  /** Aborts when it is paused or cancelled: it ends between two pages. */
  signal: AbortSignal;
};

/** A page that was read and planned. */
type Ready = BulkPage & { chunks: { context: LaneContext; chunk: PreparedChunk }[]; gone: OperationRecord[] };

/** Where a page begins. */
type Start = { after: string | null };

/** A page on its way; null behind the last one. */
type Coming = { ready: Promise<Ready | null>; next: Promise<Start | null> };

/**
 * Carries an action out over its selection, page by page: while two pages are written, the two behind them are read and
 * planned (E19). Whatever fails, nothing stays in hand.
 *
 * @returns whether it came to the end.
 */
export async function runBulk(run: BulkRun): Promise<boolean> {
  const inHand = new Set<BulkPage>();
  const coming: Coming[] = [];
  let next: Promise<Start | null> = Promise.resolve({ after: run.place });
  let current: Promise<void> = Promise.resolve();
  let before: Promise<void> = current;
  try {
    for (;;) {
      while (coming.length < (run.isPaced() ? 1 : PAGES_AHEAD)) {
        const begun = begin(run, next, inHand);
        coming.push(begun);
        next = begun.next;
      }
      const ready = await coming[0]?.ready;
      if (!ready || run.signal.aborted) break;
      coming.shift();
      before = current;
      current = finish(run, ready, before).finally(() => inHand.delete(ready));
      current.catch(() => undefined);
      await (run.isPaced() ? current : before);
    }
    await current;
    return !run.signal.aborted;
  } finally {
    await Promise.allSettled([before, current]);
    for (const { ready } of coming) letGo(await ready.catch(() => null));
  }
}

/** Acts on a page, and moves the place on once the page before has done so. */
async function finish(run: BulkRun, ready: Ready, before: Promise<void>): Promise<void> {
  const results = await act(run, ready);
  await before;
  await run.keep(ready.gone, ready.next);
  await run.onPage(results, ready.lines);
}

function letGo(ready: Ready | null): void {
  for (const { chunk } of ready?.chunks ?? []) chunk.end();
}

/**
 * Begins a page once the one before it is read. A failure before its turn counts when its turn has come.
 *
 * @param inHand takes up the page's records, which no other page may have
 */
function begin(run: BulkRun, start: Promise<Start | null>, inHand: Set<BulkPage>): Coming {
  const page = start.then((at) => at && readPage(run, at, inHand));
  const ready = page.then((read) => read && prepare(run, read));
  const next = page.then((read) => (read && read.next !== null ? { after: read.next } : null));
  for (const each of [ready, next]) each.catch(() => undefined);
  return { ready, next };
}

async function readPage(run: BulkRun, { after }: Start, inHand: Set<BulkPage>): Promise<Ready> {
  const page = await run.page(after);
  const busy = new Set([...inHand].flatMap(({ records }) => records.map(nameOf)));
  const records = page.records.filter((record) => !busy.has(nameOf(record)));
  const read: Ready = { ...page, records, chunks: [], gone: [] };
  inHand.add(read);
  return read;
}

async function prepare(run: BulkRun, ready: Ready): Promise<Ready> {
  try {
    for (const [laneId, recordKeys] of byLane(ready.records)) {
      const context = await run.laneOf(laneId);
      if (!context) ready.gone.push(...recordKeys.map((recordKey) => goneResult(laneId, recordKey)));
      else {
        const chunk = await prepareChunk(context, run.job, recordKeys, { ...run, again: false });
        ready.chunks.push({ context, chunk });
      }
    }
    return ready;
  } catch (error) {
    letGo(ready);
    throw error;
  }
}

async function act(run: BulkRun, ready: Ready): Promise<OperationRecord[]> {
  const all: OperationRecord[] = [...ready.gone];
  const chunks = [...ready.chunks];
  try {
    for (const each of ready.chunks) {
      all.push(...(await actOn(run, each)));
      chunks.shift();
    }
  } finally {
    for (const { chunk } of chunks) chunk.end();
  }
  return all;
}

/** Acts on the records of one lane, those that change meanwhile again and again. */
async function actOn(run: BulkRun, { context, chunk }: Ready['chunks'][number]): Promise<OperationRecord[]> {
  const all: OperationRecord[] = [];
  for (let round = 1, now = chunk; ; round += 1) {
    const { results, again } = run.dryRun
      ? await preview(run, context, now)
      : await settleChunk(context, run.job, now);
    all.push(...results);
    if (again.length === 0) return all;
    if (round === PATIENT_ROUNDS) {
      const left = again.map((recordKey) => busyResult(context, recordKey));
      await run.keep(left, null);
      return [...all, ...left];
    }
    await sleep(Math.min(10 * 2 ** (round - 1), LONGEST_PAUSE));
    now = await prepareChunk(context, run.job, again, { ...run, again: true });
  }
}

async function preview(run: BulkRun, context: LaneContext, chunk: PreparedChunk) {
  chunk.end();
  const results = [
    ...chunk.results,
    ...chunk.planned.map((planned) => previewResult(context, run.job, planned)),
  ];
  await run.keep(results, null);
  return { results, again: chunk.again };
}

function byLane(records: SelectedRef[]): Map<string, string[]> {
  const lanes = new Map<string, string[]>();
  for (const { laneId, recordKey } of records) {
    const keys = lanes.get(laneId);
    if (keys) keys.push(recordKey);
    else lanes.set(laneId, [recordKey]);
  }
  return lanes;
}

function nameOf({ laneId, recordKey }: SelectedRef): string {
  return `${laneId} ${recordKey}`;
}

const nothing = { before: null, after: null };

function goneResult(laneId: string, recordKey: string): OperationRecord {
  const detail = 'The deployed version of the flow does not have the mapping that the line is of.';
  return { laneId, recordKey, outcome: 'refused', code: 'LANE_GONE', detail, ...nothing };
}

function busyResult({ runtime }: LaneContext, recordKey: string): OperationRecord {
  const detail = 'It keeps changing; it is being brought in line by the rules of the mapping.';
  return { laneId: runtime.lane.id, recordKey, outcome: 'parked', code: 'RECONCILING', detail, ...nothing };
}
