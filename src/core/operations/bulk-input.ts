import { z } from 'zod';
import { BulkAction } from './bulk-action.ts';
import { Selection } from './selection.ts';

/** What a bulk action is asked to do, as it is stored with the operation. */
export const BulkInput = z.object({
  flowId: z.string(),
  action: BulkAction,
  selection: Selection,
  /** Nothing is written: it tells what would be. */
  dryRun: z.boolean(),
  /** The dry run that was looked at before, and how many records it found. */
  previewId: z.string().nullable().default(null),
  records: z.int().nullable().default(null),
});
export type BulkInput = z.infer<typeof BulkInput>;
