import type { LedgerRow } from '#core/ledger/ledger-filter.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import type { RecordPlanner, SelectedRecord } from '#core/operations/record-plan.ts';
import type { Meeting } from '../snapshot/meeting.ts';

/** The lines of a record that an action looks at, oldest first. */
export type RecordLines = Pick<SelectedRecord, 'from' | 'selected' | 'since' | 'made'>;

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
  /** Lines that a runner which died has left of this action without a result, by record key. */
  interrupted(laneId: string, recordKey: string): LedgerRow | undefined;
  /** Aborts when it is to wait no longer for what is under way in a lane. */
  halt: AbortSignal;
  /** A result as it is kept: rows of most of those that are done are in the ledger already. */
  trim(record: OperationRecord): OperationRecord;
};
