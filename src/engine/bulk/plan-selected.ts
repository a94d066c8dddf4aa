import { otherSide, type Side } from '#core/change/change-event.ts';
import type { Base } from '#core/conflict/base.ts';
import { Unanswered } from '#core/conflict/code-answers.ts';
import { decidedOver } from '#core/conflict/decided-over.ts';
import type { Decision } from '#core/conflict/decision.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { HeldDecision } from '#core/ledger/pending-record.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { PlanLane, RecordPlan, WaitingRecord } from '#core/operations/record-plan.ts';
import { nowMicros } from '#lib/micros.ts';
import { isHidden } from '../plan/compile-filter.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { RecordIdentity } from '../plan/record-identity.ts';
import { beginPending } from '../reconcile/begin-pending.ts';
import { decideAsItStands, decideLane } from '../reconcile/decide-record.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import { isBehind } from '../reconcile/latest-state.ts';
import type { OpenRecord } from '../reconcile/open-records.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';
import type { BulkJob, RecordLines } from './bulk-job.ts';
import { planToDecision } from './plan-to-decision.ts';
import { resultOf } from './record-result.ts';
import { resumePlan } from './resume-plan.ts';

/** A record as it was found, before anything is decided about it. */
export type ReadRecord = {
  /** Its name in the selection; a linked record may have got another one. */
  recordKey: string;
  identity: RecordIdentity;
  rows: BothRows;
  /** Nobody has read the rows: they are as the ledger tells. */
  byLedger: boolean;
  /**
   * Place of its line among the action's, that of the newest selected line: lines that are written in the order of the
   * selection are indexed at little cost. Null where no lines were read.
   */
  ordinal: number | null;
  /** Open already, with its revision as it was read. */
  open: OpenRecord | null;
  revision: number;
  base: Base;
};

/** A record that something is to be written of. */
export type PlannedRecord = ReadRecord & {
  plan: Exclude<RecordPlan, { kind: 'nothing' | 'refused' }>;
  /** A person's decision, where it was held. */
  held?: HeldDecision;
  /** What it comes to as the sides stand; an error where a value cannot be carried. */
  decision: Decision | SyncError;
};

/**
 * Plans one record from what stands now; `again` where it is in hand or was read too early. A fault in planning is this
 * record's alone: nothing of it is written, and the others go on.
 */
export function planSelected(
  context: LaneContext,
  job: BulkJob,
  record: ReadRecord,
  lines: RecordLines,
): PlannedRecord | OperationRecord | 'again' {
  try {
    return planRecord(context, job, record, lines);
  } catch (thrown) {
    if (thrown instanceof Unanswered) throw thrown;
    const { recordKey, rows } = record;
    const { id } = context.runtime.lane;
    context.logger.error({ err: thrown, lane: id, operation: job.operationId }, 'a record cannot be planned');
    return resultOf(context.runtime.lane, recordKey, rows, 'refused', toSyncError(thrown));
  }
}

function planRecord(
  context: LaneContext,
  job: BulkJob,
  record: ReadRecord,
  lines: RecordLines,
): PlannedRecord | OperationRecord | 'again' {
  const { lane } = context.runtime;
  const { open, recordKey, rows, identity } = record;
  if (open?.busy || open?.unkept || open?.record.state === 'reconcile') return 'again';
  if (open && isBehind(lane, open, rows)) return 'again';
  if (open?.record.state === 'held' && !job.planner.heedsHeld) {
    return resultOf(lane, recordKey, rows, 'held', open.record);
  }
  const line = job.interrupted(lane.id, identity.recordKey);
  const resumed = line ? resumePlan(lane, line, rows) : null;
  if (line && resumed === 'done') return resultOf(lane, recordKey, rows, 'done', { detail: line.detail });
  const plan = planned(context, job, record, lines);
  if (plan.kind === 'nothing') return resultOf(lane, recordKey, rows, 'nothing', plan);
  if (plan.kind === 'rules') return byRules(context, record, plan);
  if (plan.kind === 'decide' && open) return byDecision(context, job, { ...record, open }, plan);
  if (plan.kind === 'ignore') return { ...record, plan, decision: { kind: 'agreed' } };
  const write = resumed && resumed !== 'done' ? resumed : plan;
  if (write.kind === 'refused') return resultOf(lane, recordKey, rows, 'refused', write);
  if (write.kind === 'decide') throw new TypeError(`a decision over ${recordKey}, which does not wait`);
  return byValues(lane, record, write);
}

/** What the planner says; a value that it cannot carry refuses the record. */
function planned(context: LaneContext, job: BulkJob, record: ReadRecord, lines: RecordLines): RecordPlan {
  const { recordKey, open, rows } = record;
  const { lane } = context.runtime;
  const waiting = open && waitingRecord(context, open, rows);
  try {
    return job.planner.plan(
      { laneId: lane.id, recordKey, ...lines, now: rows, ...(waiting && { waiting }) },
      planLane(context),
    );
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return {
      kind: 'refused',
      code: error.code,
      detail: [error.message, error.detail].filter(Boolean).join(' '),
    };
  }
}

/** What a planner may know of the lane. */
export function planLane({ runtime: { lane }, lines }: LaneContext): PlanLane {
  return { ...decideLane(lane, lines.version), id: lane.id, linked: lane.link !== null };
}

/** How an open record waits, by what stands on both sides now. */
function waitingRecord(context: LaneContext, { record }: OpenRecord, rows: BothRows): WaitingRecord {
  const { clocks } = context.runtime;
  const undecided = { ...record, decision: null };
  const decision = attempt(() => decideAsItStands(context, undecided, rows));
  return {
    state: record.state === 'held' ? 'held' : 'parked',
    account: !(decision instanceof SyncError) && decision.kind === 'hold' ? decision.account : null,
    touched: record.touched,
    clock: { left: clocks.left, right: clocks.right },
  };
}

function byDecision(
  context: LaneContext,
  { by }: BulkJob,
  record: ReadRecord & { open: OpenRecord },
  plan: Extract<RecordPlan, { kind: 'decide' }>,
): PlannedRecord {
  const { fields, record: whole } = plan;
  const over = decidedOver({ ...record.rows, fields: context.runtime.lane.fields }, { fields });
  const held: HeldDecision = { fields, record: whole, by, at: nowMicros(), ...(over && { over }) };
  const pending = { ...record.open.record, decision: held };
  return { ...record, plan, held, decision: attempt(() => decideAsItStands(context, pending, record.rows)) };
}

function byRules(
  context: LaneContext,
  record: ReadRecord,
  plan: Extract<RecordPlan, { kind: 'rules' }>,
): PlannedRecord | OperationRecord {
  const { lane } = context.runtime;
  const { open, recordKey, rows } = record;
  // What is open has a course of its own, which the rules go by.
  if (!open && plan.from) {
    if (isHidden(lane[plan.from], rows[plan.from])) {
      const detail = `The filter of the ${plan.from} side leaves it out.`;
      return resultOf(lane, recordKey, rows, 'nothing', { code: 'FILTERED', detail });
    }
    record = { ...record, base: changedFrom(plan.from, rows) };
  }
  const pending = open?.record ?? beginPending(lane.id, record.identity, record.base);
  const decision = attempt(() => decideAsItStands(context, pending, rows));
  if (!open && !(decision instanceof SyncError) && decision.kind === 'agreed') {
    const gone = !rows.left && !rows.right;
    const detail = gone ? 'Neither side has the record.' : 'Both sides agree already.';
    return resultOf(lane, recordKey, rows, 'nothing', { detail });
  }
  return { ...record, plan, decision };
}

function byValues(
  lane: CompiledLane,
  record: ReadRecord,
  plan: Extract<RecordPlan, { kind: 'write' | 'hold' }>,
): PlannedRecord | OperationRecord {
  const { open, recordKey, rows } = record;
  const { effects } = plan;
  const decision = attempt(() => planToDecision(lane, plan, rows));
  if (decision instanceof SyncError) {
    const { code, message, detail } = decision;
    return resultOf(lane, recordKey, rows, 'refused', { code, message, detail, effects });
  }
  if (!open && decision.kind === 'agreed') {
    return resultOf(lane, recordKey, rows, 'nothing', { detail: 'Both sides hold that already.', effects });
  }
  return { ...record, base: agreedBase(lane, record), plan, decision };
}

/** As if both sides had agreed on what the other side holds, and this one had changed since. */
function changedFrom(from: Side, rows: BothRows): Base {
  const to = otherSide(from);
  const held = rows[to];
  return held ? { kind: 'values', side: to, row: held } : { kind: 'absent' };
}

/** What both sides hold is what they agreed on, where they agree. */
function agreedBase(lane: CompiledLane, { rows: { left, right }, base }: ReadRecord): Base {
  if (!left && !right) return { kind: 'absent' };
  const agree =
    left &&
    right &&
    lane.fields.every((field) => field.same(left[field.left] ?? null, right[field.right] ?? null));
  return agree ? { kind: 'values', side: 'left', row: left } : base;
}

function attempt(decide: () => Decision): Decision | SyncError {
  try {
    return decide();
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}
