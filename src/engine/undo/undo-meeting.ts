import { createHash } from 'node:crypto';
import { otherSide, type Side } from '#core/change/change-event.ts';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { UndoReport } from '#core/ledger/undo-report.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { LaneStore, Lease } from '#core/ports/lane-store.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import { nowMicros } from '#lib/micros.ts';
import { failurePlace } from '../apply/failure-place.ts';
import type { LedgerLines, Outcome } from '../apply/ledger-lines.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { lookUpOtherSide } from '../plan/look-up-other-side.ts';
import { planUndo, type Undoing, undoOn } from './plan-undo.ts';

const CHUNK_ROWS = 2_000;
/** Records shown that could not be undone. */
const SHOWN = 20;

export type UndoOptions = {
  lane: CompiledLane;
  sessions: Record<Side, ConnectorSession>;
  store: LaneStore;
  lease: Lease;
  lines: LedgerLines;
  /** Names the lines of the undoing. */
  operationId: string;
  /** What the meeting wrote, newest first, in pages; each record at most once. */
  meeting: AsyncIterable<LedgerEntry[]>;
  /** Which of these records the ledger has a line of: they have a history of their own. */
  known: (recordKeys: string[]) => Promise<Set<string>>;
  onProgress: (report: UndoReport) => void;
  signal: AbortSignal;
};

type Step = { undoing: Undoing; recordKey: string };

/**
 * Takes back what a lane's first meeting wrote, record by record under guards: what has changed since is
 * left as it is, and told. The lane must not run. It may be repeated: what is undone already is `gone`.
 */
export async function undoMeeting(options: UndoOptions): Promise<UndoReport> {
  const { lane, meeting, onProgress, signal } = options;
  const report: UndoReport = { undone: 0, gone: 0, changed: 0, failed: 0, samples: [] };
  const copied = new Set<Side>();
  for await (const page of meeting) {
    if (signal.aborted) return report;
    const steps: Step[] = [];
    for (const line of page) {
      if (line.recordKey === '[]') {
        copied.add(otherSide(line.side));
        continue;
      }
      const { recordKey } = line;
      steps.push(...planUndo(lane, line).map((undoing) => ({ undoing, recordKey })));
    }
    await take(options, steps, report);
    onProgress(report);
  }
  for (const side of copied) await takeCopied(options, side, report);
  return report;
}

/** Records that were copied into an empty side have no lines: those that still agree and have no history are deleted. */
async function takeCopied(options: UndoOptions, side: Side, report: UndoReport): Promise<void> {
  const { lane, sessions, known, onProgress, signal } = options;
  let cursor: string | null = null;
  do {
    const chunk = await sessions[side].source.snapshot({
      stream: lane[side].stream,
      fields: lane[side].fields,
      key: lane[side].key,
      cursor,
      limit: CHUNK_ROWS,
    });
    const found = await lookUpOtherSide(lane, sessions, side, chunk.rows);
    const names = found.map(({ identity }) => identity.recordKey);
    const historied = await known(names);
    const steps = found.flatMap(({ identity, rows: { left, right } }): Step[] => {
      const { recordKey } = identity;
      if (!left || !right || historied.has(recordKey)) return [];
      const agree = lane.fields.every((field) =>
        field.same(left[field.left] ?? null, right[field.right] ?? null),
      );
      if (!agree) return [];
      const undoing = undoOn(lane, side, null, side === 'left' ? left : right);
      return undoing ? [{ recordKey, undoing }] : [];
    });
    await take(options, steps, report);
    onProgress(report);
    cursor = chunk.cursor;
  } while (cursor !== null && !signal.aborted);
}

/** Runs the writes of both sides, each side's in one transaction, with a line for each that is written before they show. */
async function take(options: UndoOptions, steps: Step[], report: UndoReport): Promise<void> {
  for (const side of ['left', 'right'] as const) {
    const own = steps.filter(({ undoing }) => undoing.side === side);
    if (own.length === 0) continue;
    const { sessions, store, lease } = options;
    const transaction = await sessions[side].target.begin();
    try {
      const outcomes = await transaction.write({
        writes: own.map(({ undoing }) => undoing.write),
        checkpoints: [],
        epoch: lease.epoch,
      });
      const entries = own.map((step, index) => lineOf(options, step, outcomes[index]));
      await store.commit(lease, { entries });
      await transaction.commit();
      for (const [index, step] of own.entries()) count(report, step.recordKey, outcomes[index]);
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }
}

function lineOf(
  { lane, lines, operationId }: UndoOptions,
  { undoing: { side, write }, recordKey }: Step,
  outcome: WriteOutcome | undefined,
): LedgerLine {
  const before = write.op === 'insert' ? null : { ...write.key, ...write.guard };
  const after = write.op === 'delete' ? null : { ...before, ...write.set };
  const done = outcome?.status === 'applied';
  // The side that the line is of is the one whose values the meeting had carried.
  return lines.ofDecision(lane, otherSide(side), recordKey, told(lane, side, outcome), {
    position: `undo/${operationId}`,
    ordinal: ordinalOf(side, recordKey),
    commitTime: nowMicros(),
    op: write.op === 'upsert' ? 'update' : write.op,
    before: null,
    after: null,
    changed: Object.keys(write.set),
    targetBefore: before,
    targetAfter: done ? after : before,
    cause: 'revert',
    conflict: null,
  });
}

function told(lane: CompiledLane, side: Side, outcome: WriteOutcome | undefined): Outcome {
  switch (outcome?.status) {
    case 'applied':
      return { status: 'applied', code: null, detail: 'What the first sync wrote was taken back.' };
    case 'failed':
      return {
        status: 'failed',
        code: outcome.code,
        detail: outcome.message,
        place: failurePlace(lane, side, outcome),
      };
    case 'unchanged':
      return { status: 'unchanged', code: null, detail: 'It had been taken back already.' };
    default:
      return { status: 'skipped', code: 'CHANGED_SINCE', detail: 'It has changed since the first sync.' };
  }
}

function count(report: UndoReport, recordKey: string, outcome: WriteOutcome | undefined): void {
  if (outcome?.status === 'applied') report.undone += 1;
  else if (outcome?.status === 'unchanged') report.gone += 1;
  else if (outcome?.status === 'failed') tell(report, 'failed', recordKey, outcome.message);
  else tell(report, 'changed', recordKey, 'It has changed since the first sync.');
}

function tell(report: UndoReport, what: 'changed' | 'failed', recordKey: string, why: string): void {
  report[what] += 1;
  if (report.samples.length < SHOWN) report.samples.push({ recordKey, what, why });
}

/** A number of the record and side that JSON and PostgreSQL both hold exactly. */
function ordinalOf(side: Side, recordKey: string): number {
  const digest = createHash('sha256').update(`${side} ${recordKey}`).digest();
  return digest.readUIntBE(0, 6);
}
