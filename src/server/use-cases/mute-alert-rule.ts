import type { WorkspaceContext } from '../workspace-context.ts';
import { findAlertRule } from './save-alert-rule.ts';

/** Has nobody told of what the rule finds for so many minutes; null ends that. Throws `NOT_FOUND`. */
export async function muteAlertRule(
  context: WorkspaceContext,
  { id, minutes }: { id: string; minutes: number | null },
): Promise<void> {
  const rule = await findAlertRule(context.store, id);
  const until = minutes === null ? null : new Date(Date.now() + minutes * 60_000);
  await context.transaction(async (store, audit) => {
    await store.alertRules.mute(id, until, until && context.actor.label);
    await audit({
      action: until ? 'alertRule.mute' : 'alertRule.unmute',
      target: { kind: 'alert rule', id, name: rule.name },
      ...(until ? { detail: { until: until.toISOString() } } : {}),
    });
  });
}
