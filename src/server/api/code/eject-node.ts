import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { ejectNode as eject } from '../../use-cases/code/eject-node.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The graph with code in the place of a filter, or of pairs of a mapping, and how the two compare on records. Nothing is saved. */
export const ejectNode = workspaceProcedure('code.eject')
  .input(
    z.object({
      graph: FlowGraph,
      nodeId: z.string(),
      /** Pairs by the names of their fields; all where it is absent. */
      fields: z.array(z.string()).min(1).max(1000).optional(),
      /** Records that are taken of each side. */
      limit: z.int().min(1).max(5000).default(5000),
    }),
  )
  .mutation(({ ctx, input }) => eject(ctx.within, input));
