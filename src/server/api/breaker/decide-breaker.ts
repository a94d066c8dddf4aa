import { z } from 'zod';
import { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { decideTrip } from '../../use-cases/decide-trip.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Approves or discards what a breaker has stopped, as far as it was seen; the runner carries it out. */
export const decideBreaker = workspaceProcedure('breaker.decide')
  .input(
    BreakerTrip.pick({ laneId: true, side: true, trippedAt: true, until: true }).extend({
      /** The flow. */
      id: z.string(),
      verdict: z.enum(['approve', 'discard']),
    }),
  )
  .mutation(({ ctx, input }) => decideTrip(ctx.within, input));
