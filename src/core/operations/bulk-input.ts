import { z } from 'zod';
import { LedgerFilter } from '../ledger/ledger-filter.ts';
import { LedgerQuery } from '../ledger/ledger-query.ts';
import { BulkAction } from './bulk-action.ts';
import { FindingFilter, FindingSelection } from './finding-selection.ts';
import { Selection } from './selection.ts';

/** What a bulk action is asked to do, as it is stored with the operation. */
export const BulkInput = z.object({
  flowId: z.string(),
  action: BulkAction,
  /** The filter as it was asked for, for people. */
  asked: z.union([FindingFilter, LedgerFilter]),
  /** As the ledger is asked, narrowed to what the person may see; or what a verify found. */
  selection: z.union([FindingSelection, Selection.extend({ filter: LedgerQuery })]),
  /** Nothing is written: it tells what would be. */
  dryRun: z.boolean(),
  /** The version that was deployed when it was asked for. */
  version: z.int(),
  /** The dry run that was looked at before, and how many records it found. */
  previewId: z.string().nullable().default(null),
  records: z.int().nullable().default(null),
});
export type BulkInput = z.infer<typeof BulkInput>;
