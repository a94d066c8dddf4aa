import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { sampleSeen } from '../../use-cases/code/sample-seen.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Some records of a side as a node sees them through the code on that side, without what is masked for the caller. */
export const sampleSeenRecords = workspaceProcedure('code.seen')
  .input(
    z.object({
      graph: FlowGraph,
      nodeId: z.string(),
      side: z.enum(['left', 'right']),
      limit: z.int().min(1).max(100).default(20),
    }),
  )
  .mutation(({ ctx, input }) => sampleSeen(ctx.within, input));
