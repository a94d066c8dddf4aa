import { z } from 'zod';
import { listOwned as list } from '../../use-cases/list-owned.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What Syncline made inside the connected systems for this flow: deleting the flow removes it. */
export const listOwned = workspaceProcedure('flow.owned')
  .input(z.object({ id: z.string() }))
  .query(({ ctx, input }) => list(ctx.within, input.id));
