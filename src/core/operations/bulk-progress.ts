import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { FieldEffectCount } from './field-effect.ts';
import { RecordOutcome } from './record-outcome.ts';

const counts = z.object({
  ...{ done: z.int(), nothing: z.int(), refused: z.int(), held: z.int(), parked: z.int(), failed: z.int() },
});

/** How far a bulk action is. */
export const BulkProgress = z.object({
  /** Records with a result. */
  done: z.int(),
  /** Records in all; null while nobody has counted them. */
  total: z.int().nullable(),
  /** Lines of the selection that were read, and how many there are; 0 where they are not counted since `total` is known. */
  lines: z.int(),
  totalLines: z.int(),
  /** Records a second over the last seconds. */
  rate: z.number(),
  /** Null where it cannot be told. */
  secondsLeft: z.number().nullable(),
  counts,
  /** Why it does not get on right now. */
  waiting: z.string().nullable(),
});
export type BulkProgress = z.infer<typeof BulkProgress>;

/** What a bulk action came to; its records are told one by one in `operation_record`. */
export const BulkResult = z.object({
  records: z.int(),
  lines: z.int(),
  counts,
  /** Why records were not done, most frequent first. */
  reasons: z.array(z.object({ outcome: RecordOutcome, code: ErrorCode, count: z.int() })),
  /** What deciding conflicts again comes to, field by field, most records first; empty for other actions. */
  effects: z.array(FieldEffectCount).default([]),
});
export type BulkResult = z.infer<typeof BulkResult>;
