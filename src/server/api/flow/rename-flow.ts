import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { renameFlow as rename } from '../../use-cases/rename-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Gives a flow another name. */
export const renameFlow = workspaceProcedure('flow.rename')
  .input(z.object({ id: z.string(), name: FlowGraph.shape.name }))
  .mutation(({ ctx, input }) => rename(ctx.within, input));
