import { z } from 'zod';
import { setContinuousVerify as set } from '../../use-cases/set-continuous-verify.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Keeps comparing both sides of the flow at a low rate, or stops that. */
export const setContinuousVerify = workspaceProcedure('flow.setContinuousVerify')
  .input(z.object({ id: z.string(), on: z.boolean() }))
  .mutation(({ ctx, input }) => set(ctx.within, input));
