import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { runNodeCases } from '../../use-cases/code/run-node-cases.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Runs the cases of a graph's code nodes, or of one of them. */
export const runCodeCases = workspaceProcedure('code.runCases')
  .input(z.object({ graph: FlowGraph, nodeId: z.string().optional() }))
  .mutation(({ ctx, input }) => runNodeCases(ctx.within, input));
