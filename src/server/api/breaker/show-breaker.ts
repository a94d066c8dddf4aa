import { z } from 'zod';
import { listTrips } from '../../use-cases/list-trips.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What the flow's breakers have stopped and was not decided yet. */
export const showBreaker = workspaceProcedure('breaker.show')
  .input(z.object({ id: z.string() }))
  .query(({ ctx, input }) => listTrips(ctx.within, input.id));
