import { z } from 'zod';
import { RoundTripRows } from '../../flows/round-trip-rows.ts';
import { deployFlow } from '../../use-cases/deploy-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Deploys what a version was as a new version; the draft stays as it is. Throws `NOT_FOUND`, or
 * `FLOW_INVALID` with the problems as JSON in `detail` where it does not fit the systems any more.
 */
export const rollBackFlow = workspaceProcedure('flow.rollBack')
  .input(
    z.object({
      id: z.string(),
      number: z.int(),
      message: z.string().trim().max(500).default(''),
      check: RoundTripRows.default('samples'),
    }),
  )
  .mutation(({ ctx, input }) =>
    deployFlow(ctx.within, { ...input, message: input.message || `Back to version ${input.number}` }),
  );
