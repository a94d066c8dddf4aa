import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { compareEjectedNode as compare } from '../../use-cases/code/compare-ejected-node.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes records through a code node and through what it was made of, and compares what comes out. */
export const compareEjectedNode = workspaceProcedure('code.compareEjected')
  .input(z.object({ graph: FlowGraph, nodeId: z.string(), limit: z.int().min(1).max(5000).default(5000) }))
  .mutation(({ ctx, input }) => compare(ctx.within, input.graph, input.nodeId, input.limit));
