import { z } from 'zod';
import { FlowTarget } from '#core/figures/flow-target.ts';
import { setFlowTarget } from '../../use-cases/set-flow-target.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sets the share of records that should agree again within a time; null takes the target away. */
export const setTarget = workspaceProcedure('figures.setTarget')
  .input(z.object({ id: z.string(), target: FlowTarget.nullable() }))
  .mutation(({ ctx, input }) => setFlowTarget(ctx.within, input));
