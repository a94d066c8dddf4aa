import { z } from 'zod';
import { findFlow } from '../../flows/find-flow.ts';
import { type FlowView, presentFlow } from '../../flows/present-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A flow with its draft, what is deployed, and how it goes. */
export const getFlow = workspaceProcedure('flow.get')
  .input(z.object({ id: z.string() }))
  .query(async ({ ctx, input }): Promise<FlowView> => {
    return presentFlow(ctx.within, await findFlow(ctx.within, { id: input.id }));
  });
