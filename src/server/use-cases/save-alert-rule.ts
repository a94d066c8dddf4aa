import { z } from 'zod';
import { AlertName, AlertRuleBody } from '#core/alerts/alert-rule.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A rule as it is saved: with an id it replaces that rule, without one it is new. */
export const AlertRuleInput = AlertRuleBody.extend({
  id: z.string().optional(),
  name: AlertName,
  enabled: z.boolean().default(true),
  flowId: z.string().nullable().default(null),
  laneId: z.string().nullable().default(null),
  channelIds: z.array(z.string()).max(20).default([]),
});
export type AlertRuleInput = z.infer<typeof AlertRuleInput>;

/** Makes or changes a rule. Throws `NAME_TAKEN`, or `NOT_FOUND` for the rule, its flow or a channel. */
export async function saveAlertRule(
  context: WorkspaceContext,
  input: AlertRuleInput,
): Promise<{ id: string }> {
  const { id, name, enabled, flowId, laneId, channelIds, ...body } = input;
  if (flowId !== null) await findFlow(context, { id: flowId });
  if (laneId !== null && !laneId.startsWith(`${flowId}:`)) {
    throw new SyncError('INPUT_INVALID', 'A lane can be watched only together with its flow.');
  }
  await requireChannels(context, channelIds);
  const before = id === undefined ? null : await findAlertRule(context.store, id);
  const data = { name, enabled, flowId, laneId, body: toJson(body), channelIds };
  try {
    return await context.transaction(async (store, audit) => {
      const saved = before ?? (await store.alertRules.create({ ...data, createdBy: context.actor.label }));
      if (before) await store.alertRules.update(before.id, data);
      await audit({
        action: before ? 'alertRule.update' : 'alertRule.create',
        target: { kind: 'alert rule', id: saved.id, name },
        detail: { ...(before ? { before: told(before) } : {}), after: told(data) },
      });
      return { id: saved.id };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new SyncError('NAME_TAKEN', `There is a rule "${name}" already.`);
    throw error;
  }
}

function told({
  name,
  enabled,
  body,
  channelIds,
}: {
  name: string;
  enabled: boolean;
  body: unknown;
  channelIds: string[];
}) {
  return { name, enabled, channelIds, ...(body as object) };
}

/** Throws `NOT_FOUND`. */
export async function findAlertRule(store: WorkspaceStore, id: string) {
  const rule = await store.alertRules.find({ id });
  if (rule) return rule;
  throw new SyncError('NOT_FOUND', 'There is no such alert rule.');
}

async function requireChannels(context: WorkspaceContext, channelIds: string[]): Promise<void> {
  for (const id of channelIds) {
    if (!(await context.store.alertChannels.find({ id })))
      throw new SyncError('NOT_FOUND', 'There is no such alert channel.');
  }
}
