import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { createFlow as create } from '../../use-cases/create-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes a flow, empty or with a graph as its draft. */
export const createFlow = workspaceProcedure('flow.create')
  .input(z.object({ name: FlowGraph.shape.name, graph: FlowGraph.optional() }))
  .mutation(({ ctx, input }) => create(ctx.within, input));
