import { z } from 'zod';
import { deployFlow as deploy } from '../../use-cases/deploy-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes the draft a new version and runs it. Throws `DRAFT_STALE`, or `FLOW_INVALID` with the problems as JSON in `detail`. */
export const deployFlow = workspaceProcedure('flow.deploy')
  .input(z.object({ id: z.string(), revision: z.int(), message: z.string().trim().max(500).default('') }))
  .mutation(({ ctx, input }) => deploy(ctx.within, input));
