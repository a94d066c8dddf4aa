import { z } from 'zod';
import { showJourney as show } from '../../use-cases/show-journey.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Everything that happened to one record, and what both sides hold now. */
export const showJourney = workspaceProcedure('record.journey')
  .input(z.object({ flowId: z.string(), laneId: z.string(), recordKey: z.string() }))
  .query(({ ctx, input }) => show(ctx.within, input));
