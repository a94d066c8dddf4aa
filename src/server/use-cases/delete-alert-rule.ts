import type { WorkspaceContext } from '../workspace-context.ts';
import { findAlertRule } from './save-alert-rule.ts';

/** Deletes a rule; what it found that is not over counts as resolved. Throws `NOT_FOUND`. */
export async function deleteAlertRule(context: WorkspaceContext, id: string): Promise<void> {
  const rule = await findAlertRule(context.store, id);
  await context.transaction(async (store, audit) => {
    await store.alertRules.delete(id);
    await audit({ action: 'alertRule.delete', target: { kind: 'alert rule', id, name: rule.name } });
  });
}
