import { z } from 'zod';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Writes a note to an issue. */
export const noteIssue = workspaceProcedure('issue.note')
  .input(z.object({ id: z.string(), text: z.string().trim().min(1).max(4_000) }))
  .mutation(({ ctx, input }) => triageIssue(ctx.within, input.id, { kind: 'note', text: input.text }));
