import { otherSide, type Side } from '#core/change/change-event.ts';
import type { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import type { Row } from '#core/values/value.ts';
import { failurePlace } from '../apply/failure-place.ts';
import type { Outcome } from '../apply/ledger-lines.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import type { Judged, Verdict } from '../reconcile/judge-result.ts';
import type { LaneContext } from '../reconcile/lane-routes.ts';
import type { BothRows } from '../reconcile/read-both-sides.ts';
import type { Reconciled } from '../reconcile/reconcile-records.ts';
import { rowAfter } from '../reconcile/row-after.ts';
import type { Meeting } from './meeting.ts';
import { recordOrdinal } from './record-ordinal.ts';

/**
 * The ledger's lines of records that were met and that differed. A line's place is made of the meeting
 * and the record (or what stands for it there), so that a chunk repeated after a crash replaces its own lines.
 */
export function meetingLines(context: LaneContext, meeting: Meeting, judged: Judged[]): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const { result, verdict } of judged) {
    if (verdict.kind === 'settled' && !verdict.wrote) continue;
    const from = sideCarried(result);
    const to = otherSide(from);
    const settled = verdict.kind === 'settled';
    const { recordKey } = result.open.record;
    const { lane } = context.runtime;
    const { rows } = result;
    const after = settled ? { left: rowOf(result, 'left'), right: rowOf(result, 'right') } : rows;
    lines.push(
      context.lines.ofDecision(lane, from, recordKey, outcomeOf(meeting, result, verdict), {
        position: meeting.position,
        ordinal: result.ordinal ?? recordOrdinal(recordKey),
        commitTime: meeting.startedAt,
        op: opOf(result, to),
        // A bulk action's line tells of both sides, so that it can be taken back.
        before: meeting.operationId || isWritten(result, from) ? rows[from] : null,
        after: after[from],
        changed: changedFields(lane, from, rows, meeting.operationId ? after : rows),
        targetBefore: repeated(lane, from, rows),
        targetAfter: settled ? repeated(lane, from, after) : null,
        cause: meeting.cause,
        operationId: meeting.operationId ?? null,
        conflict: 'account' in verdict ? verdict.account : null,
      }),
    );
  }
  return lines;
}

/** The line of a record whose key does not fit the other side. */
export function unnamedLine(
  context: LaneContext,
  meeting: Meeting,
  side: Side,
  { row, recordKey, error }: { row: Row; recordKey: string; error: SyncError },
): LedgerLine {
  const status = error.code.startsWith('LINK_') ? 'parked' : 'failed';
  const { lane } = context.runtime;
  const place = failurePlace(lane, otherSide(side), error);
  const outcome: Outcome = { status, code: error.code, detail: error.message, place };
  return context.lines.ofDecision(lane, side, recordKey, outcome, {
    position: meeting.position,
    ordinal: recordOrdinal(recordKey),
    commitTime: meeting.startedAt,
    op: 'insert',
    before: null,
    after: row,
    changed: Object.keys(row),
    targetBefore: null,
    targetAfter: null,
    cause: meeting.cause,
    conflict: null,
  });
}

/** The line of many records that were copied together: they have no lines of their own. */
export function copiedLine(
  context: LaneContext,
  meeting: Meeting,
  from: Side,
  { first, last, loaded }: { first: string; last: string; loaded: number },
): LedgerLine {
  const { lane } = context.runtime;
  const detail = `Copied ${loaded} records from ${first} to ${last} into ${lane[otherSide(from)].stream}, which held none.`;
  return context.lines.ofDecision(
    lane,
    from,
    '[]',
    { status: 'applied', code: null, detail },
    {
      position: meeting.position,
      ordinal: recordOrdinal(first),
      commitTime: meeting.startedAt,
      op: 'insert',
      before: null,
      after: null,
      changed: [],
      targetBefore: null,
      targetAfter: null,
      cause: meeting.cause,
      conflict: null,
    },
  );
}

function outcomeOf({ words }: Meeting, result: Reconciled, verdict: Verdict): Outcome {
  switch (verdict.kind) {
    case 'settled': {
      const why = verdict.account?.fields.map((field) => field.why).join(' ');
      return {
        status: verdict.account ? 'resolved' : 'applied',
        code: verdict.account ? 'CONFLICT_RESOLVED' : null,
        detail: why || result.told || [words.settled, deleteStory(result)].filter(Boolean).join(' '),
      };
    }
    case 'held':
      return { status: 'held', code: 'CONFLICT_HELD', detail: words.held };
    case 'again':
      return { status: 'held', code: 'RECONCILING', detail: words.changed };
    case 'parked':
      return { status: 'parked', code: verdict.code, detail: verdict.detail, place: verdict.place };
  }
}

/** Why a record was deleted where no conflict was decided: what both sides had agreed on tells. */
function deleteStory({ decision, open, now }: Reconciled): string {
  if (decision?.kind !== 'write' || open.record.first) return '';
  const side = decision.left?.op === 'delete' ? 'left' : decision.right?.op === 'delete' ? 'right' : null;
  if (!side) return '';
  if (now[otherSide(side)]) return `The ${otherSide(side)} side's filter lets it through no more.`;
  return `The ${otherSide(side)} side had deleted it, and the ${side} side had not changed it since both agreed.`;
}

/** Names, on the side that was carried, of what the two sides did not agree on, and of what was changed on either. */
function changedFields(lane: CompiledLane, from: Side, before: BothRows, after: BothRows): string[] {
  const { left, right } = before;
  const changed = lane.fields.filter(
    (field) =>
      !left ||
      !right ||
      left[field.left] !== (after.left ?? left)[field.left] ||
      right[field.right] !== (after.right ?? right)[field.right] ||
      !field.same(left[field.left] ?? null, right[field.right] ?? null),
  );
  return changed.map((field) => field[from]);
}

/** The other side's row, which is only said to be the same where it holds the very texts of the carried one. */
function repeated(lane: CompiledLane, from: Side, rows: BothRows): LedgerLine['targetAfter'] {
  const [own, other] = [rows[from], rows[otherSide(from)]];
  const same = lane.sameValues[from];
  if (!same || !own || !other) return other;
  const isSame = lane.fields.every(
    (field) => own[field[from]] !== undefined && own[field[from]] === other[field[otherSide(from)]],
  );
  return isSame && Object.keys(other).length === lane.fields.length ? same : other;
}

/** The side's row with what was decided: a line is written before the decision shows. */
function rowOf({ decision, now }: Reconciled, side: Side): Row | null {
  const write = decision?.kind === 'write' ? decision[side] : null;
  return write ? rowAfter(now[side], write) : now[side];
}

function isWritten({ decision }: Reconciled, side: Side): boolean {
  return decision?.kind === 'write' && decision[side] !== null;
}

/** The side whose values were carried: the one that was not written, or else the left one. */
function sideCarried({ decision }: Reconciled): Side {
  if (decision?.kind === 'write' && decision.left && !decision.right) return 'right';
  return 'left';
}

function opOf({ decision, rows }: Reconciled, to: Side): LedgerLine['op'] {
  const write = decision?.kind === 'write' ? decision[to] : null;
  if (write) return write.op;
  return rows[to] ? 'update' : 'insert';
}
