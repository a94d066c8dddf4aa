import { z } from 'zod';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes an issue back up. */
export const reopenIssue = workspaceProcedure('issue.reopen')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => triageIssue(ctx.within, input.id, { kind: 'reopen' }));
