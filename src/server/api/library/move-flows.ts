import { z } from 'zod';
import { CodeName } from '#core/flow/flow-graph.ts';
import { moveFlowsToModule } from '../../use-cases/move-flows-to-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes drafts of flows pin this version of a module; tells for each what came of it. */
export const moveFlows = workspaceProcedure('library.moveFlows')
  .input(
    z.object({
      name: CodeName,
      version: z.int().positive(),
      flows: z.array(z.object({ id: z.string(), revision: z.int() })).max(1000),
    }),
  )
  .mutation(({ ctx, input }) => moveFlowsToModule(ctx.within, input));
