import { z } from 'zod';
import { makeRule as make } from '../../use-cases/make-rule.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes the rules of a re-decision the flow's rules from now on, as a new version. */
export const makeRule = workspaceProcedure('conflict.makeRule')
  .input(z.object({ operationId: z.string() }))
  .mutation(({ ctx, input }) => make(ctx.within, input));
