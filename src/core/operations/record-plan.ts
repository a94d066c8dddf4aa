import type { Side } from '../change/change-event.ts';
import type { ClockReading, DecideLane } from '../conflict/decision.ts';
import type { Touches } from '../conflict/touch.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import type { Row } from '../values/value.ts';
import type { FieldEffect } from './field-effect.ts';
import type { PlanLine } from './plan-line.ts';

/** A record that a bulk action is to act on, as it stands once both logs have passed the reading of it. */
export type SelectedRecord = {
  laneId: string;
  recordKey: string;
  /** The side that its newest selected line came from. */
  from: Side | null;
  /** Its selected lines, oldest first. Empty where the planner does not ask for them. */
  selected: PlanLine[];
  /**
   * All its lines from the first selected one on, oldest first, without those of this very operation.
   * Empty where the planner does not ask for them.
   */
  since: PlanLine[];
  /** What code makes of what the newest selected line says that it was given; absent where the line is not of such a failure. */
  made?: MadeAnew;
  /** What both sides hold, in each side's own field names; null where the record is absent. */
  now: { left: Row | null; right: Row | null };
  /** How it is out of line now; absent where it is not. */
  waiting?: WaitingRecord;
};

/** What became of a row that code had failed for, when it was put through the code again. */
export type MadeAnew =
  /** As the mapping sees it. Whoever carries a value that code could not make fails with the code's reason. */
  | { kind: 'row'; row: Row }
  /** The code leaves the record out. */
  | { kind: 'left-out' }
  /** The line does not hold all that the code was given. */
  | { kind: 'lacking' }
  /** The code makes several records of the row. */
  | { kind: 'several' };

/** A record that is held for a person, or parked. */
export type WaitingRecord = {
  state: 'held' | 'parked';
  /** What the rules leave to a person as both sides stand now; null where that is nothing. */
  account: ConflictAccount | null;
  touched: Touches;
  clock: Record<Side, ClockReading>;
};

/** What a planner may know of the lane: its pairs with their casts, and its rules. */
export type PlanLane = DecideLane & {
  id: string;
  /** Its records keep their names where their keys change; else a changed key makes another record. */
  linked?: boolean;
};

/** What is to become of one record; of a re-decision, with what it comes to field by field. */
export type RecordPlan = Course & { effects?: FieldEffect[] };

type Course =
  /**
   * Fields to set, per side and in its own names; null deletes the record there, an absent side is left
   * alone. What is set on a side that has no record makes it. The engine converts nothing, and writes
   * only where the side still holds what was read. `account`: the conflict that was decided on the way.
   */
  | { kind: 'write'; left?: Row | null; right?: Row | null; detail: string; account?: ConflictAccount }
  /** Nothing is written: a person chooses between the two candidates of the account. */
  | { kind: 'hold'; account: ConflictAccount; detail: string }
  /** The lane's rules decide. `from`: as if the lane ran one way, from that side. */
  | { kind: 'rules'; from: Side | null }
  /** A held record is decided: the winning side of the fields that wait, by left name, or whether the record stays. */
  | ({ kind: 'decide' } & Pick<HeldDecision, 'fields' | 'record'>)
  /** Its failures are marked as ignored; a parked record is let go, both sides as they are. */
  | { kind: 'ignore'; reason: string }
  | { kind: 'nothing'; detail: string }
  /** It cannot be done, and what stands there now is kept with the reason. */
  | { kind: 'refused'; code: ErrorCode; detail: string };

/** Decides what an action does to a record. Pure: the same for a dry run and for the run. */
export type RecordPlanner = {
  /** Which lines it looks at; those that it does not ask for are not read. */
  reads: 'nothing' | 'selected' | 'since';
  /** Rows that code had failed for, as the newest selected lines hold them, are put through the code again. */
  asksCode?: boolean;
  /** Old rows that the lines of a one-way lane lack are worked out from earlier lines. */
  recalls?: boolean;
  /** It has something to say of records that are held; for others these stay a person's. */
  heedsHeld?: boolean;
  /** May throw SyncError, e.g. `CAST_FAILED`: the record is refused with it. */
  plan(record: SelectedRecord, lane: PlanLane): RecordPlan;
};

/** Of a record whose lines have come to something else since the selection was read: nobody has chosen it as it is now. */
export const noneSelected: RecordPlan = {
  kind: 'nothing',
  detail: 'None of its lines is in the selection any more.',
};
