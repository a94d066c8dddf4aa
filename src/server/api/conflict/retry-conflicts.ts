import { z } from 'zod';
import { retryConflicts as retry } from '../../use-cases/retry-conflicts.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Asks for another attempt at these records now. */
export const retryConflicts = workspaceProcedure('conflict.retry')
  .input(z.object({ ids: z.array(z.string()).min(1).max(1000) }))
  .mutation(({ ctx, input }) => retry(ctx.within, input.ids));
