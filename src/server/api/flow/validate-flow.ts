import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { compileFlow } from '../../flows/compile-flow.ts';
import { pinDraft } from '../../library/pin-draft.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Compiles a graph against the systems as they are; `whole` takes all rows' values there and back, not a sample's.
 * A mutation because a graph is too long for a URL; it changes nothing.
 */
export const validateFlow = workspaceProcedure('flow.validate')
  .input(z.object({ graph: FlowGraph, whole: z.boolean().optional() }))
  .mutation(async ({ ctx: { within }, input: { graph, whole = false } }) => {
    return compileFlow(within, await pinDraft(within, null, graph), { whole });
  });
