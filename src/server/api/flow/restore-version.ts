import { z } from 'zod';
import { restoreVersion as restore } from '../../use-cases/restore-version.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Makes the draft that was read what that version was, or only some of its nodes. Nothing is deployed by
 * it. Throws `DRAFT_STALE` when somebody saved meanwhile.
 */
export const restoreVersion = workspaceProcedure('flow.restore')
  .input(
    z.object({
      id: z.string(),
      number: z.int(),
      revision: z.int(),
      nodes: z.array(z.string().max(64)).min(1).max(2000).optional(),
    }),
  )
  .mutation(({ ctx, input }) => restore(ctx.within, input));
