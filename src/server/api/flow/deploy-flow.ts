import { z } from 'zod';
import { RoundTripRows } from '../../flows/round-trip-rows.ts';
import { deployFlow as deploy } from '../../use-cases/deploy-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Makes the draft a new version and runs it; `check` says of which rows values must come back as they were. Throws `DRAFT_STALE`, or `FLOW_INVALID` with the problems as
 * JSON in `detail`.
 */
export const deployFlow = workspaceProcedure('flow.deploy')
  .input(
    z.object({
      id: z.string(),
      revision: z.int(),
      message: z.string().trim().max(500).default(''),
      check: RoundTripRows.default('samples'),
    }),
  )
  .mutation(({ ctx, input }) => deploy(ctx.within, input));
