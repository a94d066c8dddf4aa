import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { planFlow as plan } from '../../use-cases/plan-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What applying and deploying a graph would change. A mutation because a graph is too long for a URL; it changes nothing. */
export const planFlow = workspaceProcedure('flow.plan')
  .input(z.object({ graph: FlowGraph }))
  .mutation(({ ctx, input }) => plan(ctx.within, input.graph));
