import { z } from 'zod';
import { ShownRow } from '../masking/shown-value.ts';

/** One record on which the sides disagree. */
export const Disagreement = z.object({
  recordKey: z.string(),
  kind: z.enum(['differ', 'only-left', 'only-right']),
  /** Left names of the mapped fields that differ. */
  fields: z.array(z.string()),
  /** Their right names, in the same order. */
  rightFields: z.array(z.string()).default([]),
  left: ShownRow.nullable(),
  right: ShownRow.nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;

/** What comparing the two sides of a lane found. */
export const LaneReport = z.object({
  laneId: z.string(),
  /** Streams, for people. */
  left: z.string(),
  right: z.string(),
  /** Records compared. */
  checked: z.int(),
  differing: z.int(),
  onlyLeft: z.int(),
  onlyRight: z.int(),
  /** Disagreed when read, and agreed once what was under way had arrived. */
  inFlight: z.int(),
  /** Disagree, and are known to: held for a person, parked, or being reconciled. */
  pending: z.int(),
  /** The first of those that disagree. */
  samples: z.array(Disagreement),
  /** By digests that both systems computed, or row by row. */
  way: z.enum(['digests', 'rows']).default('rows'),
  /** Why rows had to be read, where digests would not do. */
  why: z.string().nullable().default(null),
});
export type LaneReport = z.infer<typeof LaneReport>;

/** What became of lasting differences that were to be repaired. */
export const RepairCounts = z.object({
  /** Records that differed for no known reason. */
  found: z.int(),
  settled: z.int(),
  /** Left to a person by the rules. */
  held: z.int(),
  /** Set aside after a failure. */
  parked: z.int(),
  /** Not settled at once: they changed meanwhile and are being reconciled, or have no name on the other side. */
  open: z.int(),
});
export type RepairCounts = z.infer<typeof RepairCounts>;

/** What a verify found, as of `at` (microseconds since 1970). */
export const VerifyReport = z.object({
  agreed: z.boolean(),
  lanes: z.array(LaneReport),
  at: z.number(),
  /** Where differences were to be repaired: what came of that, before a second look that the rest tells of. */
  repair: RepairCounts.nullable().default(null),
});
export type VerifyReport = z.infer<typeof VerifyReport>;
