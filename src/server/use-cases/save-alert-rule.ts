import { z } from 'zod';
import { AlertName, AlertRuleBody } from '#core/alerts/alert-rule.ts';
import { findRuleProblem } from '#core/alerts/find-rule-problem.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { laneIdsOf } from '#core/flow/lane-id.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';
import { findFlow, type StoredFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
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

/** Makes or changes a rule. Throws `NAME_TAKEN`, or `NOT_FOUND` for the rule, its flow or lane, or a channel. */
export async function saveAlertRule(
  context: WorkspaceContext,
  input: AlertRuleInput,
): Promise<{ id: string }> {
  const { id, name, enabled, flowId, laneId, channelIds, ...body } = input;
  await requireSoundRule(context, input);
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

/**
 * Throws `NOT_FOUND` for a flow, a lane or a channel that is not there, `INPUT_INVALID` for a lane without its flow and
 * for what `findRuleProblem` finds.
 */
export async function requireSoundRule(
  context: WorkspaceContext,
  { flowId, laneId, condition, channelIds }: AlertRuleInput,
): Promise<void> {
  if (flowId !== null) requireLane(await findFlow(context, { id: flowId }), laneId);
  else if (laneId !== null)
    throw new SyncError('INPUT_INVALID', 'A lane can be watched only together with its flow.');
  const problem = findRuleProblem(condition, laneId);
  if (problem) throw new SyncError('INPUT_INVALID', `${problem.field}: ${problem.message}`);
  await requireChannels(context, channelIds);
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

/** A rule for a lane that is not there would be silent for ever. */
function requireLane(flow: StoredFlow, laneId: string | null): void {
  if (laneId === null) return;
  const graphs = [flow.draft, ...(flow.deployment ? [flow.deployment.version.graph] : [])];
  const known = new Set(graphs.flatMap((graph) => laneIdsOf(parseGraph(graph, flow.name))));
  if ([...known].some((id) => `${flow.id}:${id}` === laneId)) return;
  const names = [...known].map((id) => `"${id}"`).join(', ');
  throw new SyncError(
    'NOT_FOUND',
    `The flow "${flow.name}" has no such lane; ${names ? `its lanes are ${names}` : 'it has none'}.`,
  );
}

async function requireChannels(context: WorkspaceContext, channelIds: string[]): Promise<void> {
  for (const id of channelIds) {
    if (!(await context.store.alertChannels.find({ id })))
      throw new SyncError('NOT_FOUND', 'There is no such alert channel.');
  }
}
