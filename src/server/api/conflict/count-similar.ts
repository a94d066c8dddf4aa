import { z } from 'zod';
import { Narrowing } from '#core/conflict/similar-held.ts';
import { countSimilar as count } from '../../use-cases/count-similar.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How many held records are like this one, and what makes them so. */
export const countSimilar = workspaceProcedure('conflict.similar')
  .input(z.object({ id: z.string(), narrow: z.array(Narrowing).default([]) }))
  .query(({ ctx, input }) => count(ctx.within, input));
