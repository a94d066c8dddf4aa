import { z } from 'zod';
import { startDemoTraffic as start } from '../../use-cases/start-demo-traffic.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Writes realistic edits to both sides of the demo, conflicts among them. */
export const startDemoTraffic = workspaceProcedure('operation.startDemoTraffic')
  .input(
    z.object({
      /** Edits per second over both sides. */
      rate: z.number().min(0.1).max(1000).default(10),
      /** Edits of one field on both sides at once, in a hundred. */
      conflicts: z.number().min(0).max(100).default(5),
      seconds: z.number().min(1).max(3600).default(30),
    }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
