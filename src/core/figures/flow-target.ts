import { z } from 'zod';

/** What a team expects of a flow: this share of records agrees again within this time. */
export const FlowTarget = z.object({
  /** Milliseconds, 1 ms to 7 days. */
  withinMs: z
    .int()
    .min(1)
    .max(7 * 86_400_000),
  /** 0.5 to 0.99999: a target of everything would leave no budget, and nothing to say but broken. */
  share: z.number().min(0.5).max(0.999_99),
});
export type FlowTarget = z.infer<typeof FlowTarget>;
