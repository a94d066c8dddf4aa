import { z } from 'zod';
import { findFlow } from '../../flows/find-flow.ts';
import { readStatus } from '../../flows/read-status.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How a deployed flow goes; null when it was never deployed. */
export const getFlowStatus = workspaceProcedure('flow.status')
  .input(z.object({ id: z.string() }))
  .query(async ({ ctx: { within }, input }) => {
    await findFlow(within, { id: input.id });
    return readStatus(within, input.id);
  });
