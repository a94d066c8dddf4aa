import { z } from 'zod';
import { startUndoFirstSync as start } from '../../use-cases/start-undo-first-sync.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes back what the first sync of a paused flow's mapping wrote, where it has not changed since. */
export const startUndoFirstSync = workspaceProcedure('operation.startUndoFirstSync')
  .input(z.object({ flowId: z.string(), mapping: z.string() }))
  .mutation(({ ctx, input }) => start(ctx.within, input));
