import type { Side } from '#core/change/change-event.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { FirstSyncState } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { closeRecords } from '../reconcile/close-records.ts';
import { judgeResult } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import { type Reconciled, reconcileRecords } from '../reconcile/reconcile-records.ts';
import { firstSyncLines, unnamedLine } from './first-sync-lines.ts';
import { type MetChunk, meetChunk } from './meet-chunk.ts';

/** Rows per chunk. */
const CHUNK_ROWS = 2_000;

/**
 * Meets the existing data of both sides of a lane, while changes stream: first every record of the
 * left side, looked up on the right; then those that the right side alone has. It goes on where it
 * was after a restart. A chunk's records are decided by the lane's `first` rules, through the same
 * reading, waiting and guarded writing as every reconcile, so that it meets the stream without gap
 * or overlap.
 */
export async function runFirstSync(context: LaneContext): Promise<void> {
  const state = await beginOrResume(context);
  while (state.phase !== 'done' && !context.signal.aborted) {
    await syncSide(context, state, state.phase);
  }
}

/** Walks one side; while a chunk is written, the next one is read. */
async function syncSide(context: LaneContext, state: FirstSyncState, side: Side): Promise<void> {
  const { runtime } = context;
  const read = (cursor: string | null) => {
    const met = meetChunk(context, side, cursor, CHUNK_ROWS);
    // When writing fails meanwhile, that failure is the one that counts.
    met.catch(() => undefined);
    return met;
  };
  let next: Promise<MetChunk> | null = read(state.cursor);
  while (next && !context.signal.aborted) {
    const chunk: MetChunk = await next;
    next = chunk.cursor === null ? null : read(chunk.cursor);
    await settleChunk(context, state, chunk.differing);
    state.done[side] += chunk.rows;
    runtime.firstSyncMeter.add(side, chunk.rows);
    state.cursor = chunk.cursor;
    if (chunk.cursor === null) state.phase = nextPhase(runtime.lane.plan.direction, side, context);
    await keepCursor(context, state, side, chunk);
  }
}

async function keepCursor(
  context: LaneContext,
  state: FirstSyncState,
  side: Side,
  chunk: MetChunk,
): Promise<void> {
  const entries = chunk.unnamed.map((each) => unnamedLine(context, state, side, each));
  const replaced = await context.store.commit(context.lease, {
    entries,
    digests: chunk.digests,
    pending: { put: chunk.touched.map((open) => open.record) },
    firstSync: [{ laneId: context.runtime.lane.id, state }],
  });
  for (const open of chunk.touched) {
    open.stored = true;
    open.busy = false;
  }
  for (const entry of entries) context.runtime.meter.count(entry);
  for (const moved of replaced) context.runtime.meter.move(moved);
}

async function settleChunk(
  context: LaneContext,
  state: FirstSyncState,
  differing: Reconciled['open'][],
): Promise<void> {
  if (differing.length === 0) return;
  const counted = new Map<string, LedgerLine>();
  const write = async (results: Reconciled[]) => {
    const entries = firstSyncLines(context, state, results);
    if (entries.length === 0) return;
    const replaced = await context.store.commit(context.lease, { entries });
    for (const moved of replaced) context.runtime.meter.move(moved);
    for (const entry of entries) context.runtime.meter.count(entry);
    for (const entry of entries) counted.set(entry.recordKey, entry);
  };
  const results = await reconcileRecords(context, differing, (_side, decided) => write(decided));
  // What was not written, or missed its guard, has its line replaced or still lacks one.
  await write(
    results.filter((result) => {
      const line = counted.get(result.open.record.recordKey);
      return !line || judgeResult(result).kind === 'again';
    }),
  );
  await closeRecords(context, results);
}

async function beginOrResume({ runtime, store, lease }: LaneContext): Promise<FirstSyncState> {
  if (runtime.firstSync && runtime.firstSync.shape === runtime.lane.shape) return runtime.firstSync;
  const state: FirstSyncState = {
    generation: (runtime.firstSync?.generation ?? 0) + 1,
    shape: runtime.lane.shape,
    phase: 'left',
    cursor: null,
    startedAt: nowMicros(),
    done: { left: 0, right: 0 },
  };
  runtime.firstSync = state;
  await store.commit(lease, { firstSync: [{ laneId: runtime.lane.id, state }] });
  return state;
}

/** After the left side the right one, unless what it alone has is left as it is anyway. */
function nextPhase(direction: string, side: Side, { runtime }: LaneContext): FirstSyncState['phase'] {
  if (side === 'right') return 'done';
  const { onlyRight } = runtime.lane.plan.first;
  const nothingToDo = onlyRight === 'ignore' || (direction === 'forward' && onlyRight === 'create');
  return nothingToDo ? 'done' : 'right';
}
