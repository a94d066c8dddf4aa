import { z } from 'zod';
import { startVerify as start } from '../../use-cases/start-verify.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Compares both sides of a deployed flow and reports what disagrees; on request has it repaired. */
export const startVerify = workspaceProcedure('operation.startVerify')
  .input(z.object({ flowId: z.string(), repair: z.boolean().default(false) }))
  .mutation(({ ctx, input }) => start(ctx.within, input));
