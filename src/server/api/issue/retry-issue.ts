import { z } from 'zod';
import { retryIssue as retry } from '../../use-cases/retry-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Tries the records that are parked for an issue again now. */
export const retryIssue = workspaceProcedure('issue.retry')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => retry(ctx.within, input.id));
