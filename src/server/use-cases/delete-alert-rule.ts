import { alertLaneName } from '#core/alerts/alert-lane-name.ts';
import { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { EndedIncident } from '#db/alert-incident-repository.ts';
import { nowMicros } from '#lib/micros.ts';
import { type NoticedFlow, noticeOf } from '../alerts/notice-of.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findAlertRule } from './save-alert-rule.ts';

/** Deletes a rule; what it found that is not over is over then, and who was told of it is told so. Throws `NOT_FOUND`. */
export async function deleteAlertRule(context: WorkspaceContext, id: string): Promise<void> {
  const rule = await findAlertRule(context.store, id);
  const body = AlertRuleBody.parse(rule.body);
  const root = `${context.services.publicUrl}/w/${context.workspace.slug}`;
  await context.transaction(async (store, audit) => {
    const now = nowMicros();
    const ended = await store.alertIncidents.endOf(id, context.actor.label, deleted);
    const muted = rule.mutedUntil !== null && rule.mutedUntil > new Date();
    for (const incident of ended.filter(({ told }) => told && !muted)) {
      const detail = `${deleted} ${incident.detail}`;
      const about = { flow: await flowOf(context, incident), root, now };
      const notice = noticeOf('resolved', { ...incident, detail }, { name: rule.name, ...body }, about);
      const channelIds = new Set([...rule.channelIds, ...incident.toldChannelIds]);
      await store.alertChannels.addNotices([...channelIds], [notice]);
    }
    await store.alertRules.delete(id);
    await audit({ action: 'alertRule.delete', target: { kind: 'alert rule', id, name: rule.name } });
  });
}

const deleted = 'The rule was deleted.';

async function flowOf({ store }: WorkspaceContext, { flowId }: EndedIncident): Promise<NoticedFlow | null> {
  const flow = flowId === null ? null : await store.flows.find({ id: flowId });
  if (!flow) return null;
  const lanes = (flow.deployment?.version.lanes ?? []) as unknown as Lane[];
  return {
    flowId: flow.id,
    name: flow.name,
    lanes: Object.fromEntries(lanes.map((lane) => [`${flow.id}:${lane.id}`, alertLaneName(lane)])),
  };
}
