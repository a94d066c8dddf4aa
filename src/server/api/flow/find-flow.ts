import { z } from 'zod';
import { findFlow as find } from '../../flows/find-flow.ts';
import { type FlowView, presentFlow } from '../../flows/present-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The flow of this name, as `flow.get` shows it. */
export const findFlow = workspaceProcedure('flow.find')
  .input(z.object({ name: z.string() }))
  .query(async ({ ctx, input }): Promise<FlowView> => {
    return presentFlow(ctx.within, await find(ctx.within, { name: input.name }));
  });
