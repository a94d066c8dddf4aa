import { z } from 'zod';

/** One attempt at a delivery, and what came back. */
export const DeliveryAttempt = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  ok: z.boolean(),
  /** The receiver's status: of HTTP, or of SMTP; null where it gave none. */
  status: z.int().nullable(),
  /** The beginning of the receiver's answer, or why there is none. */
  answer: z.string(),
  milliseconds: z.int(),
  /** Milliseconds for which the receiver wants to be left alone; absent where it did not say. */
  retryAfter: z.number().optional(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;
