import { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A rule as pages and the command show it. */
export type AlertRuleView = AlertRuleBody & {
  id: string;
  name: string;
  enabled: boolean;
  flowId: string | null;
  /** Null where the rule is for every flow, or its flow is gone. */
  flowName: string | null;
  laneId: string | null;
  channelIds: string[];
  /** Until when nobody is told, and who wanted that. */
  muted: { until: Date; by: string } | null;
  /** Incidents of it that are firing. */
  firing: number;
};

/** Every rule of the workspace, by name. */
export async function listAlertRules(context: WorkspaceContext): Promise<AlertRuleView[]> {
  const [rules, flows] = await Promise.all([context.store.alertRules.list(), context.store.flowList()]);
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  return rules.map(
    ({ id, name, enabled, flowId, laneId, channelIds, body, mutedUntil, mutedBy, _count }) => ({
      ...AlertRuleBody.parse(body),
      ...{ id, name, enabled, flowId, laneId, channelIds },
      flowName: flowId && (names.get(flowId) ?? null),
      muted: mutedUntil && mutedUntil > new Date() ? { until: mutedUntil, by: mutedBy ?? '' } : null,
      firing: _count.incidents,
    }),
  );
}
