import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { EarlierLine } from '#core/operations/plan-line.ts';
import type { LaneRecall } from '#core/operations/recall-rows.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { RecordPlanner, SelectedRecord } from '#core/operations/record-plan.ts';
import type { Meeting } from '../snapshot/meeting.ts';

/** The lines of a record that an action looks at, oldest first. */
export type RecordLines = Pick<SelectedRecord, 'from' | 'selected' | 'since' | 'made'>;

/** Where to look for lines of a record that are older than one that is known. */
export type LinesBefore = { recordKey: string } & Pick<EarlierLine, 'seq' | 'commitTime'>;

/** Reads lines from before those that an action selects. */
export type EarlierLines = {
  /** @param version the flow's that runs */
  recall(laneId: string, version: number): Promise<LaneRecall>;
  /**
   * The newest lines before each of these, oldest first.
   *
   * @param reach.lines of one record at most
   * @param reach.days how far back they are looked for at most; null: as far as there are any
   */
  read(
    laneId: string,
    before: readonly LinesBefore[],
    reach: { lines: number; days: number | null },
  ): Promise<EarlierLine[][]>;
};

/** A bulk action under way, as the engine needs to know it. */
export type BulkJob = {
  operationId: string;
  planner: RecordPlanner;
  /** Who asked for it. */
  by: string;
  /** Place and words of its lines in the ledger. */
  meeting: Meeting;
  /** Reads the lines of these records of a lane, as its planner wants them. */
  readLines(laneId: string, recordKeys: string[]): Promise<Map<string, RecordLines>>;
  earlier: EarlierLines;
  /** Lines that a runner which died has left of this action without a result, by record key. */
  interrupted(laneId: string, recordKey: string): LedgerRow | undefined;
  /** Aborts when it is to wait no longer for what is under way in a lane. */
  halt: AbortSignal;
  /** A result as it is kept: rows of most of those that are done are in the ledger already. */
  trim(record: OperationRecord): OperationRecord;
};
