import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { FieldEffect } from './field-effect.ts';

/**
 * What a bulk action came to for one record. `done`: written (in a dry run: it would be). `nothing`: there
 * was nothing to do. `refused`: it could not be done, and nothing was. `held`: it waits for a person.
 * `parked`: it is set aside and tried again. `failed`: a side refused the write, and all is as it was.
 */
export const RecordOutcome = z.enum(['done', 'nothing', 'refused', 'held', 'parked', 'failed']);
export type RecordOutcome = z.infer<typeof RecordOutcome>;

const row = z.record(z.string(), z.string().nullable());
const rows = z.object({ left: row.nullable(), right: row.nullable() });

/** The result of a bulk action for one record. */
export const OperationRecord = z.object({
  laneId: z.string(),
  recordKey: z.string(),
  outcome: RecordOutcome,
  code: ErrorCode.nullable(),
  detail: z.string(),
  /** What stood on both sides; null where it is not kept (the ledger has it). */
  before: rows.nullable(),
  /** What stands there after it, or would. */
  after: rows.nullable(),
  /** What deciding its fields again comes to; absent for other actions. */
  effects: z.array(FieldEffect).optional(),
});
export type OperationRecord = z.infer<typeof OperationRecord>;

export type OutcomeCounts = Record<RecordOutcome, number>;

/** Counts of nothing yet. */
export const noOutcomes = (): OutcomeCounts => ({
  ...{ done: 0, nothing: 0, refused: 0, held: 0, parked: 0, failed: 0 },
});
