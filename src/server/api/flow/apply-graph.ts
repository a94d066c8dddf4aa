import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { RoundTripRows } from '../../flows/round-trip-rows.ts';
import { applyFlow as apply } from '../../use-cases/apply-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes the flow that the graph names, or updates its draft; then deploys it, if asked to. Throws `DRAFT_CHANGED`. */
export const applyGraph = workspaceProcedure('flow.applyGraph')
  .input(
    z.object({
      graph: FlowGraph,
      deploy: z.boolean().default(false),
      /** Lose what was changed in the draft meanwhile. */
      overwrite: z.boolean().default(false),
      message: z.string().trim().max(500).optional(),
      check: RoundTripRows.default('samples'),
    }),
  )
  .mutation(({ ctx, input }) => apply(ctx.within, input));
