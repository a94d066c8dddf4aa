import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { holdToLaws } from '../../use-cases/code/hold-to-laws.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Somebody waits for the answer. */
const WITHIN_MS = 20_000;

/** Holds a lens to its laws, for twenty seconds at most. */
export const tryLaws = workspaceProcedure('code.laws')
  .input(z.object({ graph: FlowGraph, nodeId: z.string(), runs: z.int().min(0).max(5000).optional() }))
  .mutation(({ ctx, input }) => {
    const until = Date.now() + WITHIN_MS;
    return holdToLaws(ctx.within, input, { runs: input.runs, isLate: () => Date.now() > until });
  });
