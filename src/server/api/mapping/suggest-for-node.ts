import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { suggestForNode as suggest } from '../../mapping/suggest-for-node.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Which fields of both sides of a mapping belong together, as it sees them through code. A mutation because a graph is too long for a URL; it changes nothing. */
export const suggestForNode = workspaceProcedure('mapping.suggestForNode')
  .input(
    z.object({
      graph: FlowGraph,
      nodeId: z.string(),
      flowId: z.string().optional(),
      values: z.boolean().default(true),
    }),
  )
  .mutation(({ ctx, input }) => suggest(ctx.within, input));
