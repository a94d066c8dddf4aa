import { z } from 'zod';
import { setDesired } from '../../use-cases/set-desired.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Stops carrying changes; the sources keep their logs for when it goes on. */
export const pauseFlow = workspaceProcedure('flow.pause')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => setDesired(ctx.within, input.id, 'paused'));
