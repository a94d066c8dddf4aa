import { z } from 'zod';

const row = z.record(z.string(), z.string().nullable());

/** One record that disagrees. */
export const VerifySample = z.object({
  recordKey: z.string(),
  kind: z.enum(['differ', 'only-left', 'only-right']),
  /** Left names of the fields that differ. */
  fields: z.array(z.string()),
  left: row.nullable(),
  right: row.nullable(),
});
export type VerifySample = z.infer<typeof VerifySample>;

/** What comparing both sides of a flow found (the result of a `verify` operation). */
export const VerifyResult = z.object({
  agreed: z.boolean(),
  lanes: z.array(
    z.object({
      laneId: z.string(),
      /** The two streams. */
      left: z.string(),
      right: z.string(),
      checked: z.int(),
      differing: z.int(),
      onlyLeft: z.int(),
      onlyRight: z.int(),
      inFlight: z.int(),
      pending: z.int(),
      samples: z.array(VerifySample),
    }),
  ),
  /** Microseconds since 1970. */
  at: z.number(),
});
export type VerifyResult = z.infer<typeof VerifyResult>;
