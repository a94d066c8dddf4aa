import { z } from 'zod';
import { Repair } from '#core/operations/bulk-action.ts';
import { FindingFilter, FindingSelection } from '#core/operations/finding-selection.ts';
import { previewRepair as preview } from '../../use-cases/preview-repair.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Tells what a repair of what a verify found would do; nothing is written. */
export const previewRepair = workspaceProcedure('bulk.previewRepair')
  .input(
    z.object({
      filter: FindingFilter,
      /** Findings that were picked, of those that the filter finds. */
      numbers: FindingSelection.shape.numbers,
      action: Repair,
    }),
  )
  .mutation(({ ctx, input }) => preview(ctx.within, input));
