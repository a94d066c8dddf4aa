import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { sampleNode } from '../../use-cases/code/sample-node.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Some records of the stream that a code node works on, as it is given them, without what is masked for the caller. */
export const sampleCode = workspaceProcedure('code.samples')
  .input(z.object({ graph: FlowGraph, nodeId: z.string(), limit: z.int().min(1).max(100).default(20) }))
  .mutation(({ ctx, input }) => sampleNode(ctx.within, input.graph, input.nodeId, input.limit));
