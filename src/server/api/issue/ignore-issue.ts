import { z } from 'zod';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sets an issue aside for good, with the reason; another cause is another issue. */
export const ignoreIssue = workspaceProcedure('issue.ignore')
  .input(z.object({ id: z.string(), reason: z.string().trim().min(1).max(500) }))
  .mutation(({ ctx, input }) => triageIssue(ctx.within, input.id, { kind: 'ignore', reason: input.reason }));
