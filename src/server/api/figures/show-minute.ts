import { z } from 'zod';
import { showMinute as show } from '../../figures/show-minute.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What was in one minute of the last two days, lane by lane. */
export const showMinute = workspaceProcedure('figures.minute')
  .input(z.object({ id: z.string(), at: z.iso.datetime({ offset: true }) }))
  .query(({ ctx, input }) => show(ctx.within, { id: input.id, at: new Date(input.at) }));
