import { z } from 'zod';

/** What came of taking back what a first sync wrote. */
export const UndoReport = z.object({
  /** Writes that were taken back. */
  undone: z.int(),
  /** Had been taken back already. */
  gone: z.int(),
  /** Have changed since, and stay as they are. */
  changed: z.int(),
  /** Were refused by their system. */
  failed: z.int(),
  /** The first of those that stay. */
  samples: z.array(z.object({ recordKey: z.string(), what: z.enum(['changed', 'failed']), why: z.string() })),
});
export type UndoReport = z.infer<typeof UndoReport>;
