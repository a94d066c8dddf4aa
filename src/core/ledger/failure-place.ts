import { z } from 'zod';

/** Where a record failed on its way: what its cause is told by, beside the code. */
export const FailurePlace = z.object({
  /** The side that it was on its way to. */
  to: z.enum(['left', 'right']),
  /** A field of that side, or a constraint there, that took it not; null where nothing names one. */
  field: z.string().nullable(),
  constraint: z.string().nullable(),
  /** The node of the flow that refused it, where that was no system. */
  node: z.string().nullable(),
});
export type FailurePlace = z.infer<typeof FailurePlace>;
