import { z } from 'zod';
import { startBulk as start } from '../../use-cases/start-bulk.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Does what a preview has told of. */
export const startBulk = workspaceProcedure('bulk.start')
  .input(
    z.object({
      previewId: z.string(),
      /** How many records the person was told that it would write. */
      records: z.int().min(0),
      /** Records a second at most; null for as fast as it goes. */
      rate: z.int().min(1).max(1_000_000).nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
