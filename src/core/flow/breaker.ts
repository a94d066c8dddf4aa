import { z } from 'zod';

const records = z.union([z.literal('off'), z.int().min(0).max(1_000_000_000)]);
const share = z.number().min(0).max(1);

/**
 * How much a lane may delete or overwrite on a side before it stops and asks (E12). A limit is passed by
 * more records than it names, if they are also more than its share of the records that the side holds.
 */
export const Breaker = z.strictObject({
  /** The window that is counted over, seconds of the source's commit times. */
  seconds: z.int().min(1).max(86_400).default(60),
  deletes: records.default(500),
  /** 0 lets the number alone decide. */
  deletesShare: share.default(0.1),
  /** To change a whole table is ordinary work more often than not, so that this one is asked for. */
  overwrites: records.default('off'),
  overwritesShare: share.default(0.5),
});
export type Breaker = z.infer<typeof Breaker>;

/** The limits of a lane whose conflict node names none. */
export const defaultBreaker: Breaker = Breaker.parse({});
