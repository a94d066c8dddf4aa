import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { triageIssue } from '../../use-cases/triage-issue.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Lets an issue rest until a time, or until it has come up so many times more: one of the two. */
export const snoozeIssue = workspaceProcedure('issue.snooze')
  .input(
    z.object({
      id: z.string(),
      until: z.iso.datetime({ offset: true }).optional(),
      times: z.int().min(1).max(1_000_000_000).optional(),
    }),
  )
  .mutation(({ ctx, input: { id, until, times } }) => {
    if (until !== undefined && times === undefined) {
      return triageIssue(ctx.within, id, { kind: 'snooze', until });
    }
    if (until === undefined && times !== undefined) {
      return triageIssue(ctx.within, id, { kind: 'snooze', times });
    }
    throw new SyncError('INPUT_INVALID', 'Give a time, or how often it may come up until then.');
  });
