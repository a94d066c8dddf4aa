import { z } from 'zod';
import { deleteAlertRule } from '../../use-cases/delete-alert-rule.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Deletes a rule. */
export const deleteRule = workspaceProcedure('alert.deleteRule')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => deleteAlertRule(ctx.within, input.id));
