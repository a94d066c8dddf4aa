import { z } from 'zod';

/** One line of an incident's timeline. */
export const IncidentEvent = z.object({
  /** Milliseconds since 1970. */
  at: z.number(),
  kind: z.enum(['began', 'fired', 'reminded', 'acknowledged', 'muted', 'unmuted', 'resolved']),
  /** The person; null where Syncline did it. */
  by: z.string().nullable(),
  detail: z.string(),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;
