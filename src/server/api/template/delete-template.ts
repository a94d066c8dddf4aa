import { z } from 'zod';
import { deleteTemplate as remove } from '../../use-cases/delete-template.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Deletes a template; with `deleted` false it is brought back. */
export const deleteTemplate = workspaceProcedure('template.delete')
  .input(z.object({ id: z.string(), deleted: z.boolean().default(true) }))
  .mutation(({ ctx, input: { id, deleted } }) => remove(ctx.within, { id, deleted }));
