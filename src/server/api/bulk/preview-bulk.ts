import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import { BulkAction } from '#core/operations/bulk-action.ts';
import { Selection } from '#core/operations/selection.ts';
import { previewBulk as preview } from '../../use-cases/preview-bulk.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Tells what an action would do to the records that a filter finds now; nothing is written. */
export const previewBulk = workspaceProcedure('bulk.preview')
  .input(
    z.object({
      filter: LedgerFilter,
      /** Lines that were picked, of those that the filter finds. */
      seqs: Selection.shape.seqs,
      action: BulkAction,
    }),
  )
  .mutation(({ ctx, input }) => preview(ctx.within, input));
