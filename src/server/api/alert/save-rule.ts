import { AlertRuleInput, saveAlertRule } from '../../use-cases/save-alert-rule.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes or changes a rule. */
export const saveRule = workspaceProcedure('alert.saveRule')
  .input(AlertRuleInput)
  .mutation(({ ctx, input: { workspace: _, ...rule } }) => saveAlertRule(ctx.within, rule));
