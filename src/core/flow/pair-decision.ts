import { z } from 'zod';

const by = z.string().max(200).optional();
const at = z.iso.datetime().optional();
/** What the matcher said of the pair when somebody decided. */
const matched = {
  confidence: z.number().min(0).max(1).optional(),
  reason: z.string().max(1000).optional(),
  /** The matcher and its version. */
  matcher: z.string().max(60).optional(),
};

/** How a pair came into a mapping. Who and when is written down by the server when it is saved. */
export const PairDecision = z.strictObject({
  /** `automatic`: a suggestion sure enough to be taken by itself; `accepted`: one that a person took; `drawn`: a person's own pair; `created`: one field was made of the other. */
  kind: z.enum(['automatic', 'accepted', 'drawn', 'created']),
  by,
  at,
  ...matched,
  /** The fields' native types when a version with the pair was first deployed. */
  types: z.strictObject({ left: z.string(), right: z.string() }).optional(),
  /** Something that the decision rested on has changed since: somebody is to look again. */
  reopened: z.strictObject({ at: z.iso.datetime(), cause: z.string().max(500) }).optional(),
});
export type PairDecision = z.infer<typeof PairDecision>;

/** A suggestion that somebody turned down: it is not made again in this mapping. */
export const PairRejection = z.strictObject({ left: z.string(), right: z.string(), by, at, ...matched });
export type PairRejection = z.infer<typeof PairRejection>;
