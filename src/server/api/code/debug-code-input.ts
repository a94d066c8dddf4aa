import { z } from 'zod';
import { debugInput } from '../../use-cases/code/debug-input.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A record of the ledger as the code that it went through was given it. */
export const debugCodeInput = workspaceProcedure('code.debugInput')
  .input(
    z.object({ flowId: z.string(), laneId: z.string(), recordKey: z.string(), seq: z.string().optional() }),
  )
  .query(({ ctx, input }) => debugInput(ctx.within, input));
