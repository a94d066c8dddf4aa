import { z } from 'zod';
import { acknowledgeIncident as acknowledge } from '../../use-cases/answer-incident.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Says that the caller looks after an incident. */
export const acknowledgeIncident = workspaceProcedure('alert.acknowledge')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => acknowledge(ctx.within, input.id));
