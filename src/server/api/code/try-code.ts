import { z } from 'zod';
import { CodeEntry } from '#core/code/code-form.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { tryCode as tryIt } from '../../use-cases/code/try-code.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Runs a function of a code node on the given records. A mutation because a graph is too long for a URL; it changes nothing. */
export const tryCode = workspaceProcedure('code.try')
  .input(
    z.object({
      graph: FlowGraph,
      nodeId: z.string(),
      entry: CodeEntry,
      inputs: z.array(z.record(z.string(), z.string().nullable())).min(1).max(200),
    }),
  )
  .mutation(({ ctx, input }) => tryIt(ctx.within, input));
