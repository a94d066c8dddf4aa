import { z } from 'zod';
import { FieldVerdict } from './ledger-entry.ts';

/** Decided conflicts with a field that was decided so; every part narrows, and all hold for one field. */
export const ConflictFilter = z.object({
  /** Left name; `*` where a delete stood against an update. */
  field: z.string().optional(),
  /** As the account names it, e.g. `newest` or `first meeting, prefer`. */
  rule: z.string().optional(),
  winner: FieldVerdict.shape.winner.optional(),
  decidedBy: z.enum(['rule', 'person']).optional(),
  /** The one that this line tells of (`LedgerRow.seq`). */
  seq: z
    .string()
    .regex(/^\d{1,18}$/, 'the number of a line of the ledger')
    .optional(),
});
export type ConflictFilter = z.infer<typeof ConflictFilter>;
