import { z } from 'zod';
import { setDesired } from '../../use-cases/set-desired.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Goes on where the flow was paused. */
export const resumeFlow = workspaceProcedure('flow.resume')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => setDesired(ctx.within, input.id, 'running'));
