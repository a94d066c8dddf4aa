import { z } from 'zod';
import { ignoreDrift as ignore } from '../../use-cases/ignore-drift.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Says that nothing is to be done about a drift, or with `ignore: false` takes that back. */
export const ignoreDrift = workspaceProcedure('drift.ignore')
  .input(z.object({ id: z.string(), ignore: z.boolean().default(true) }))
  .mutation(({ ctx, input }) => ignore(ctx.within, input));
