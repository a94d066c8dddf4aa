import { z } from 'zod';
import { showBurn as show } from '../../figures/show-burn.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What is expected of a flow, and how much of its error budget is used. */
export const showBurn = workspaceProcedure('figures.burn')
  .input(z.object({ id: z.string() }))
  .query(({ ctx, input }) => show(ctx.within, input));
