import { SyncError } from '#core/errors/sync-error.ts';
import type { MaskingRule } from '#core/masking/masking-rule.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Masks fields for roles below `rule.least`, at once. Throws `NAME_TAKEN` where a rule stands for the same fields. */
export async function addMaskingRule(context: WorkspaceContext, rule: MaskingRule): Promise<{ id: string }> {
  const name = maskingRuleName(rule);
  try {
    return await context.transaction(async (store, audit) => {
      const { id } = await store.maskingRules.create({ ...rule, createdBy: context.actor.label });
      await audit({ action: 'masking.add', target: { kind: 'maskingRule', id, name }, detail: rule });
      return { id };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new SyncError('NAME_TAKEN', `There is a rule for ${name} already: remove it first.`);
  }
}

/** The fields that a rule is about, in a few words. */
export function maskingRuleName({ connection, stream, field }: MaskingRule): string {
  return `${connection} ${stream} ${field}`;
}
