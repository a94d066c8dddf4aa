import { MaskingRule } from '#core/masking/masking-rule.ts';
import { addMaskingRule } from '../../use-cases/add-masking-rule.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Masks fields for roles below `least`. */
export const addRule = workspaceProcedure('masking.add')
  .input(MaskingRule.loose())
  .mutation(({ ctx, input: { connection, stream, field, least } }) =>
    addMaskingRule(ctx.within, { connection, stream, field, least }),
  );
