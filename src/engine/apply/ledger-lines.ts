import { type Change, otherSide, type Side } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FailurePlace } from '#core/ledger/failure-place.ts';
import type { LedgerCause, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { isSameValues, type LedgerLine } from '#core/ledger/ledger-line.ts';
import type { Row } from '#core/values/value.ts';
import { nowMicros } from '#lib/micros.ts';
import type { CompiledLane } from '../plan/compiled-lane.ts';
import { identifyChange, mappedRow, shownRow } from '../plan/record-identity.ts';
import { castRow } from './plan-write.ts';

/** What was decided about a change. */
export type Outcome = {
  status: LedgerStatus;
  code: ErrorCode | null;
  detail: string;
  /** Where it failed, where it did. */
  place?: FailurePlace | null;
};

/** Writes the ledger's lines of one flow version. */
export class LedgerLines {
  readonly #flowId: string;
  /** The flow's version that runs. */
  readonly version: number;

  constructor(flowId: string, version: number) {
    this.#flowId = flowId;
    this.version = version;
  }

  /** The line of one change that came from `from`. Unknown target values stay null. */
  ofChange(
    lane: CompiledLane,
    from: Side,
    change: Change,
    recordKey: string,
    outcome: Outcome,
    capturedAt: number,
  ): LedgerLine {
    const before = change.before ? mappedRow(lane, from, change.before) : null;
    const after = change.after ? mappedRow(lane, from, change.after) : null;
    const written = outcome.status === 'applied' || outcome.status === 'unchanged';
    const target = (row: Row | null) =>
      written && row ? (lane.sameValues[from] ?? castKnown(lane, from, row)) : null;
    return {
      ...this.#common(lane, from, recordKey, outcome, capturedAt),
      position: change.position,
      ordinal: change.ordinal,
      commitTime: change.commitTime,
      op: change.op,
      before,
      after,
      targetBefore: target(before),
      targetAfter: target(after),
      changed: changedFields(before, after),
      cause: 'live',
      ...renamedBy(lane, from, change, outcome.status === 'applied'),
    };
  }

  /** A line that no single change of a log stands behind, such as a first sync's. */
  ofDecision(
    lane: CompiledLane,
    from: Side,
    recordKey: string,
    outcome: Outcome,
    account: Pick<
      LedgerLine,
      | 'position'
      | 'ordinal'
      | 'commitTime'
      | 'op'
      | 'before'
      | 'after'
      | 'targetBefore'
      | 'targetAfter'
      | 'conflict'
      | 'changed'
    > & { cause: LedgerCause; operationId?: string | null },
  ): LedgerLine {
    const own = (row: Row | null) => row && shownRow(lane, from, row);
    const target = (row: LedgerLine['targetAfter']) =>
      row && !isSameValues(row) ? shownRow(lane, otherSide(from), row) : row;
    return {
      ...this.#common(lane, from, recordKey, outcome, nowMicros()),
      ...account,
      before: own(account.before),
      after: own(account.after),
      targetBefore: target(account.targetBefore),
      targetAfter: target(account.targetAfter),
    };
  }

  /** The line of a truncation, which concerns no single record. */
  ofTruncate(
    lane: CompiledLane,
    from: Side,
    event: { position: string; ordinal: number; commitTime: number },
    outcome: Outcome,
  ): LedgerLine {
    return {
      ...this.#common(lane, from, '[]', outcome, nowMicros()),
      position: event.position,
      ordinal: event.ordinal,
      commitTime: event.commitTime,
      op: 'truncate',
      before: null,
      after: null,
      targetBefore: null,
      targetAfter: null,
      changed: [],
      cause: 'live',
    };
  }

  #common(lane: CompiledLane, from: Side, recordKey: string, outcome: Outcome, capturedAt: number) {
    return {
      laneId: lane.id,
      flowId: this.#flowId,
      version: this.version,
      side: from,
      recordKey,
      status: outcome.status,
      code: outcome.code,
      detail: outcome.detail,
      place: outcome.place ?? null,
      capturedAt,
      appliedAt: nowMicros(),
      conflict: null,
      operationId: null,
    };
  }
}

/** The record's two keys, where the change gave it another one. */
function renamedBy(
  lane: CompiledLane,
  from: Side,
  change: Change,
  carried: boolean,
): Pick<LedgerLine, 'renamed'> {
  const { before, after } = change;
  if (lane.link || !before || !after) return {};
  if (!lane[from].key.some((name) => before[name] !== undefined && before[name] !== after[name])) return {};
  try {
    const identity = identifyChange(lane, from, change);
    const { before: was, after: is } = identity;
    return was.recordKey === is.recordKey
      ? {}
      : { renamed: { from: was.recordKey, to: is.recordKey, carried } };
  } catch (error) {
    // A key that the other side cannot hold names no record.
    if (error instanceof SyncError) return {};
    throw error;
  }
}

function castKnown(lane: CompiledLane, from: Side, row: Row): Row | null {
  try {
    const cast = castRow(lane, from, row);
    return Object.keys(cast).length > 0 ? cast : null;
  } catch (error) {
    // What does not fit the other side, or refers to what it lacks, was never there.
    if (error instanceof SyncError) return null;
    throw error;
  }
}

/** Names of the fields whose values differ between the two rows, or may: what the old row lacks, and all where one is missing. */
function changedFields(before: Row | null, after: Row | null): string[] {
  const names = Object.keys(after ?? before ?? {});
  if (!before || !after) return names;
  return names.filter((name) => !(name in before) || before[name] !== after[name]);
}
