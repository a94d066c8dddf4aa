import { z } from 'zod';

/** What is muted, and for how many minutes; null ends that. */
export const MuteInput = z.object({ id: z.string(), minutes: z.int().min(1).max(43_200).nullable() });
