import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { checkCode as check } from '../../use-cases/code/check-code.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * What is wrong with the TypeScript of a code node where it stands in a graph, and the fields that it
 * returns. A mutation because a graph is too long for a URL; it changes nothing.
 */
export const checkCode = workspaceProcedure('code.check')
  .input(z.object({ graph: FlowGraph, nodeId: z.string() }))
  .mutation(({ ctx, input: { graph, nodeId } }) => check(ctx.within, graph, nodeId));
