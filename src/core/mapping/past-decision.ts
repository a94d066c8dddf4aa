import { z } from 'zod';

/** What somebody decided about a pair of fields of these names, in whatever flow of the workspace. */
export const PastDecision = z.strictObject({
  left: z.string(),
  right: z.string(),
  verdict: z.enum(['accepted', 'rejected']),
  /** In how many mappings. */
  times: z.int().positive(),
});
export type PastDecision = z.infer<typeof PastDecision>;
