import { z } from 'zod';
import { removeMaskingRule } from '../../use-cases/remove-masking-rule.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Takes a masking rule away. */
export const removeRule = workspaceProcedure('masking.remove')
  .input(z.object({ id: z.string() }))
  .mutation(({ ctx, input }) => removeMaskingRule(ctx.within, input.id));
