import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { startTrial as start } from '../../use-cases/start-trial.ts';
import { workspaceProcedure } from '../trpc.ts';

const DAY = 86_400;

/** Tries a draft on what the live version has carried, or will carry, and writes nowhere. */
export const startTrial = workspaceProcedure('operation.startTrial')
  .input(
    z.object({
      flowId: z.string(),
      /** A graph to try in place of the flow's draft. */
      graph: FlowGraph.optional(),
      span: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('past'),
          seconds: z
            .int()
            .min(1)
            .max(366 * DAY),
        }),
        z.object({
          kind: z.literal('beside'),
          seconds: z
            .int()
            .min(1)
            .max(7 * DAY),
        }),
      ]),
    }),
  )
  .mutation(({ ctx, input }) => start(ctx.within, input));
