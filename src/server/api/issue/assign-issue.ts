import { z } from 'zod';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Says who looks after an issue; null: nobody. */
export const assignIssue = workspaceProcedure('issue.assign')
  .input(z.object({ id: z.string(), userId: z.string().nullable() }))
  .mutation(({ ctx, input }) => triageIssue(ctx.within, input.id, { kind: 'assign', userId: input.userId }));
