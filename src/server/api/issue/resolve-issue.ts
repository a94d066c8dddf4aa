import { z } from 'zod';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Says that an issue is over; it comes back when it is seen again. */
export const resolveIssue = workspaceProcedure('issue.resolve')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => triageIssue(ctx.within, input.id, { kind: 'resolve' }));
