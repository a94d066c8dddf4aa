import { type Change, otherSide } from '#core/change/change-event.ts';
import type { Base } from '#core/conflict/base.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { FailedAt } from '#core/errors/failed-at.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { LaneCommit } from '#core/ports/lane-store.ts';
import type { WriteOutcome } from '#core/ports/target.ts';
import { nowMicros } from '#lib/micros.ts';
import { put } from '#lib/put.ts';
import { identifyChange, mappedRow } from '../plan/record-identity.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import { retryDelay } from '../reconcile/retry-delay.ts';
import { planTruncation } from '../truncate/plan-truncation.ts';
import { baseOf } from './base-of.ts';
import type { BatchPlan, DirectedLane, PlannedRecord } from './batch-plan.ts';
import { enterByKey } from './enter-by-key.ts';
import { failurePlace } from './failure-place.ts';
import type { LedgerLines, Outcome } from './ledger-lines.ts';
import type { PlannedWrite } from './plan-write.ts';
import { withOldRows } from './with-old-rows.ts';

/** A record with what was planned for it and what came of it. */
export type SettledRecord = {
  record: PlannedRecord;
  planned: PlannedWrite;
  /** Null where nothing was written. */
  outcome: WriteOutcome | null;
};

/**
 * What the store must hold before the target may commit: one line per change, and every record
 * that could not be applied as it came, opened for reconcile or parked (E4, E8, E9).
 */
export function settleBatch(
  plan: BatchPlan,
  settled: SettledRecord[],
  lines: LedgerLines,
  capturedAt: number,
): { commit: LaneCommit; opened: OpenRecord[]; entries: LedgerLine[] } {
  const entries: LedgerLine[] = [];
  const opened = new Set<OpenRecord>(plan.opened);
  for (const { directed, change, open } of plan.absorbed) {
    const parked = open.record.state === 'parked';
    const outcome: Outcome = {
      status: parked ? 'parked' : 'held',
      code: parked ? open.record.code : 'RECONCILING',
      detail: parked
        ? `Waits behind an earlier failure: ${open.record.detail}`
        : 'Both sides are being read.',
      place: parked ? open.record.place : null,
    };
    const { lane } = directed.runtime;
    opened.add(open);
    if (plan.untold.has(change)) continue;
    entries.push(lines.ofChange(lane, directed.from, change, open.record.recordKey, outcome, capturedAt));
  }
  for (const { directed, change, error, recordKey } of plan.unnamed) {
    const { lane } = directed.runtime;
    const outcome = outcomeOfUnnamed(directed, change, error);
    entries.push(lines.ofChange(lane, directed.from, change, recordKey, outcome, capturedAt));
  }
  const truncations: NonNullable<LaneCommit['truncations']> = [];
  for (const truncate of plan.truncates) {
    const { runtime, from } = truncate.directed;
    const { outcome, pending } = planTruncation(truncate);
    entries.push(lines.ofTruncate(runtime.lane, from, truncate.event, outcome));
    if (pending === null) continue;
    runtime.truncations.note(from, pending);
    truncations.push({ laneId: runtime.lane.id, side: from, truncation: pending });
  }
  for (const each of settled) {
    const outcome = outcomeOf(each);
    const { directed, folded, identity, was } = each.record;
    const { recordKey } = identity.after;
    const { lane } = directed.runtime;
    for (const [n, change] of withOldRows(each.record).entries()) {
      if (plan.untold.has(folded.changes[n]!)) continue;
      const line = lines.ofChange(lane, directed.from, change, recordKey, outcome, capturedAt);
      const entered = was !== null && change.op === 'insert';
      const renamed = entered && { from: was, to: recordKey, carried: outcome.status === 'applied' };
      entries.push(renamed ? { ...line, renamed } : line);
    }
    for (const open of openUnsettled(each, outcome)) opened.add(open);
    const resting = restFlapping(each);
    if (resting) opened.add(resting);
  }
  for (const { directed } of plan.truncates) {
    for (const open of directed.runtime.open.reconsider()) opened.add(open);
  }
  const put = [...opened].map((open) => open.record);
  return { commit: { entries, pending: { put }, truncations }, opened: [...opened], entries };
}

/** What becomes of a change whose record cannot be named on the other side. */
function outcomeOfUnnamed(
  { runtime: { lane }, from }: DirectedLane,
  change: Change,
  error: SyncError,
): Outcome {
  if (enterByKey(lane, from, change)?.insert === null) {
    return { status: 'unchanged', code: null, detail: 'The other side cannot have had it, by its key.' };
  }
  // A record that was deleted without ever having had a counterpart leaves nothing to carry.
  const nothing = error.code.startsWith('LINK_') && change.op === 'delete';
  const status = nothing || error.code === 'FILTERED' ? 'skipped' : 'failed';
  return {
    status,
    code: error.code,
    detail: error.message,
    place: failurePlace(lane, otherSide(from), error),
  };
}

function outcomeOf({ planned, outcome, record }: SettledRecord): Outcome {
  if (planned.kind === 'skip') return { status: 'skipped', code: planned.code, detail: planned.detail };
  const placeOf = (failure: { code: ErrorCode; at?: FailedAt | null }) =>
    failurePlace(record.directed.runtime.lane, otherSide(record.directed.from), failure);
  if (planned.kind === 'fail') {
    return { status: 'parked', code: planned.code, detail: planned.message, place: placeOf(planned) };
  }
  if (planned.kind === 'reconcile' || outcome?.status === 'missed') {
    return { status: 'held', code: 'RECONCILING', detail: 'The other side held something else.' };
  }
  if (outcome?.status === 'failed') {
    return { status: 'parked', code: outcome.code, detail: outcome.message, place: placeOf(outcome) };
  }
  const together = record.folded.changes.length;
  const detail = together > 1 ? `Carried together with ${together - 1} more of the same record.` : '';
  return { status: outcome?.status ?? 'unchanged', code: null, detail };
}

function openUnsettled({ record, planned, outcome }: SettledRecord, verdict: Outcome): OpenRecord[] {
  if (verdict.status !== 'held' && verdict.status !== 'parked') return [];
  const { directed, folded, identity } = record;
  const { open } = directed.runtime;
  const parked = verdict.status === 'parked';
  const code = verdict.code ?? 'WRITE_FAILED';
  const failure = outcome?.status === 'failed' ? outcome.detail : '';
  const cause = {
    code,
    detail: [verdict.detail, failure].filter(Boolean).join(' '),
    place: verdict.place ?? null,
    nextAttemptAt:
      parked && errorPolicy[code].retry === 'timed' && planned.kind !== 'fail'
        ? nowMicros() + retryDelay(0)
        : null,
  };
  const state = parked ? ('parked' as const) : ('reconcile' as const);
  const base =
    madeAnew(record, outcome) ?? baseOf(directed, folded.changes[0]!.op, folded.before, record.digests);
  if (!isRenamed(identity)) {
    const opened = open.open(identity.after, { state, base, first: false }, cause);
    absorbAll(record, opened, folded.changes);
    if (parked) opened.record.nextAttemptAt = cause.nextAttemptAt;
    return [opened];
  }
  // What failed is what stands under the new key; the old one is gone, whatever becomes of that.
  const old = open.open(identity.before, { state: 'reconcile', base, first: false }, renamedCause);
  const now = open.open(identity.after, { state, base: { kind: 'absent' }, first: false }, cause);
  for (const each of [old, now]) absorbAll(record, each, changesUnder(record, each.record.recordKey));
  if (parked) now.record.nextAttemptAt = cause.nextAttemptAt;
  return [old, now];
}

const renamedCause = {
  code: 'RECONCILING',
  detail: 'The record got another key.',
  nextAttemptAt: null,
} as const;

function isRenamed({ before, after }: PlannedRecord['identity']): boolean {
  return before.recordKey !== after.recordKey;
}

function absorbAll({ directed }: PlannedRecord, open: OpenRecord, changes: readonly Change[]): void {
  for (const change of changes) directed.runtime.open.absorb(open, directed.from, change);
}

/** Those before or after which the record had this key. */
function changesUnder({ directed, folded }: PlannedRecord, recordKey: string): Change[] {
  return folded.changes.filter((change) => {
    const { before, after } = identifyChange(directed.runtime.lane, directed.from, change);
    return before.recordKey === recordKey || after.recordKey === recordKey;
  });
}

/** Lets a record rest that is written for ever (E6): once it is read on both sides, it is in line again. */
function restFlapping({ record, planned, outcome }: SettledRecord): OpenRecord | null {
  const { directed, folded, identity } = record;
  const { flaps, lane, open } = directed.runtime;
  if (planned.kind !== 'write' || planned.write.op !== 'update' || outcome?.status !== 'applied') return null;
  const now = nowMicros();
  const rest = flaps.note(identity.after.recordKey, directed.from, planned.write.set, now);
  if (rest === null) return null;
  const image = { ...folded.before };
  for (const [name, value] of Object.entries(folded.after ?? {})) {
    if (value !== undefined) put(image, name, value);
  }
  const agreed = mappedRow(lane, directed.from, image);
  return open.open(
    identity.after,
    { state: 'parked', base: { kind: 'values', side: directed.from, row: agreed }, first: false },
    {
      code: 'FLAPPING',
      detail: 'The same record is written again and again; it rests, and is read on both sides then.',
      nextAttemptAt: now + rest,
    },
  );
}

/** After a truncation, a row that is made anew replaces the one that the other side still has: that is its base. */
function madeAnew({ directed, folded }: PlannedRecord, outcome: WriteOutcome | null): Base | null {
  if (folded.changes[0]?.op !== 'insert' || !directed.runtime.truncations.of(directed.from)) return null;
  if (outcome?.status !== 'missed' || !outcome.existing) return null;
  return { kind: 'values', side: otherSide(directed.from), row: outcome.existing };
}
