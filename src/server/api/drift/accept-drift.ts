import { z } from 'zod';
import { acceptDrift as accept } from '../../use-cases/accept-drift.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes one of a proposal's options, by its place in the list: a new version with the changed mapping runs then. One that makes a field is given its statements. */
export const acceptDrift = workspaceProcedure('drift.accept')
  .input(
    z.object({ id: z.string(), option: z.int().min(0).default(0), sql: z.string().max(100_000).optional() }),
  )
  .mutation(({ ctx, input }) => accept(ctx.within, input));
