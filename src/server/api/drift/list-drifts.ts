import { z } from 'zod';
import { listDrifts as list } from '../../drift/list-drifts.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What a deployed flow's streams differ in from what was deployed, with what can be done about it. */
export const listDrifts = workspaceProcedure('drift.list')
  .input(z.object({ flowId: z.string() }))
  .query(({ ctx, input }) => list(ctx.within, input.flowId));
