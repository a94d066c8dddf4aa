import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';
import { FailurePlace } from './failure-place.ts';

const row = z.record(z.string(), z.string().nullable());

/** See `core/conflict/base.ts`. */
const StoredBase = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('values'), side: z.enum(['left', 'right']), row }),
  z.object({
    kind: z.literal('digests'),
    fields: z.record(z.string(), z.object({ left: z.string(), right: z.string() })),
  }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unknown') }),
]);

/** A person's decision over a held record: the winning side per left field name, and for the whole record. */
export const HeldDecision = z.object({
  /** Side whose value stands, by left field name. */
  fields: z.record(z.string(), z.enum(['left', 'right'])),
  /** For a delete against an update: whether the record stays. */
  record: z.enum(['keep', 'delete']).nullable(),
  by: z.string(),
  at: z.number(),
  /**
   * What both sides held of what is decided, in each side's own names: a side that has changed since makes it a new question.
   * Absent where that does not matter.
   */
  over: z.object({ left: row.nullable(), right: row.nullable() }).optional(),
});
export type HeldDecision = z.infer<typeof HeldDecision>;

/** When a side last changed a field since the base, by left field name (`*` for the record's existence). */
const touches = z.record(z.string(), z.number());

/** Values of both sides, by left field name. */
const pairs = z.record(z.string(), z.object({ left: z.string().nullable(), right: z.string().nullable() }));

/**
 * A record that is out of line: being reconciled, held for a person, or parked after a failure.
 * While it is, changes of it on either side are absorbed: both sides' current values will be read.
 */
export const PendingRecord = z.object({
  laneId: z.string(),
  recordKey: z.string(),
  /** Key values on each side, by that side's field names. */
  leftKey: row,
  rightKey: row,
  state: z.enum(['reconcile', 'held', 'parked']),
  base: StoredBase,
  /** The first meeting's rules apply, not the conflict's. */
  first: z.boolean(),
  touched: z.object({ left: touches, right: touches }),
  /**
   * What a reconcile has written to each side, or was about to write when it was interrupted, with
   * the other side's value that it took it from. Where the side still holds it, both sides agreed on it.
   */
  written: z.object({ left: pairs, right: pairs }),
  code: ErrorCode,
  detail: z.string(),
  /** Where it failed; null for what no failure is behind, and in records of earlier versions. */
  place: FailurePlace.nullable().default(null),
  attempts: z.int(),
  /** Microseconds since 1970; null when only a person starts it again. */
  nextAttemptAt: z.number().nullable(),
  since: z.number(),
  /**
   * When the first change that is not on both sides was committed (microseconds since 1970, by our clock), and on which
   * side; null where nobody can tell: a first sync met the record so, or a comparison found it so.
   */
  differs: z
    .object({ since: z.number(), from: z.enum(['left', 'right']) })
    .nullable()
    .default(null),
  /** When both sides last agreed on it while it was open (microseconds since 1970): its base is what they agreed on; null before. */
  agreed: z.number().nullable().default(null),
  /** What stands on both sides, for the person who decides. */
  conflict: z.unknown().nullable(),
  decision: HeldDecision.nullable(),
  /** When the last decision was made that left it with a person all the same. */
  heard: z.number().nullable().default(null),
  /** Counts this record's writes to the store. */
  revision: z.int(),
});
export type PendingRecord = z.infer<typeof PendingRecord>;
