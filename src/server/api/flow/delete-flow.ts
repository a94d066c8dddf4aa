import { z } from 'zod';
import { deleteFlow as remove } from '../../use-cases/delete-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Deletes a flow and all that was made for it in the connected systems. `confirm` is the flow's name. */
export const deleteFlow = workspaceProcedure('flow.delete')
  .input(z.object({ id: z.string(), confirm: z.string() }))
  .mutation(({ ctx, input }) => remove(ctx.within, input));
