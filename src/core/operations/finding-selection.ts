import { z } from 'zod';
import { Disagreement } from '../ledger/verify-report.ts';

/** Which of a verify's findings; every part narrows. */
export const FindingFilter = z.object({
  /** The verify that found them. */
  verifyId: z.string(),
  laneId: z.string().optional(),
  kind: Disagreement.shape.kind.optional(),
  /** Left name of a field that differs. */
  field: z.string().max(200).optional(),
});
export type FindingFilter = z.infer<typeof FindingFilter>;

/** Findings that were chosen to be repaired: all that the filter finds, or some of them by their numbers. */
export const FindingSelection = z.object({
  findings: FindingFilter,
  numbers: z.array(z.int().min(1)).min(1).max(5_000).optional(),
});
export type FindingSelection = z.infer<typeof FindingSelection>;

/** One finding as it is kept: `number` counts from 1 within its verify; rows are kept of the first ones alone. */
export const Finding = Disagreement.extend({ number: z.int(), laneId: z.string() });
export type Finding = z.infer<typeof Finding>;
