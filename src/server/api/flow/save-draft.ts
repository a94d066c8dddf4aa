import { z } from 'zod';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { saveDraft as save } from '../../use-cases/save-draft.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Saves the draft over the revision that was read. Throws `DRAFT_STALE` when somebody saved meanwhile. */
export const saveDraft = workspaceProcedure('flow.saveDraft')
  .input(z.object({ id: z.string(), graph: FlowGraph, revision: z.int() }))
  .mutation(({ ctx, input }) => save(ctx.within, input));
