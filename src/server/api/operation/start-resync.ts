import { z } from 'zod';
import { startResync as start } from '../../use-cases/start-resync.ts';
import { workspaceProcedure } from '../trpc.ts';

const key = z.array(z.string()).min(1).nullable().default(null);

/** Meets the records of one stream anew, or of a range of its keys, while changes stream. */
export const startResync = workspaceProcedure('operation.startResync')
  .input(
    z.object({
      flowId: z.string(),
      stream: z.string(),
      /** Values of the first and the last key, both included; null for no end. */
      from: key,
      to: key,
      /** Rows a second at most; null for as fast as it goes. */
      rate: z.number().min(1).max(1_000_000).nullable().default(null),
    }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
