import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { startMatch as start } from '../../use-cases/start-match.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Finds out how the records of one mapping would be linked, and what their first meeting would write. */
export const startMatch = workspaceProcedure('operation.startMatch')
  .input(
    z.object({
      flowId: z.string(),
      /** Id of the mapping's node. */
      mapping: z.string(),
      /** A graph to try in place of the flow's draft. */
      graph: FlowGraph.optional(),
    }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
