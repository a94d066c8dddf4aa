import { z } from 'zod';
import { redeliverAlert } from '../../use-cases/redeliver-alert.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Has a delivery made again. */
export const redeliver = workspaceProcedure('alert.redeliver')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => redeliverAlert(ctx.within, input.id));
