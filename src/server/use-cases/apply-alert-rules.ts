import type { AlertFile, AlertFileRule } from '#core/alerts/alert-file.ts';
import { AlertRuleBody } from '#core/alerts/alert-rule.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import { listAlertRules } from '../alerts/list-alert-rules.ts';
import { canonicalJson } from '../flows/canonical-json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { deleteAlertRule } from './delete-alert-rule.ts';
import { type AlertRuleInput, requireSoundRule, saveAlertRule } from './save-alert-rule.ts';

export type AppliedRules = { created: string[]; changed: string[]; removed: string[]; same: string[] };

/** The rules of the workspace as a file. */
export async function exportAlertRules(context: WorkspaceContext): Promise<AlertFile> {
  const channels = new Map((await context.store.alertChannels.list()).map(({ id, name }) => [id, name]));
  const rules = (await listAlertRules(context)).map(
    (rule): AlertFileRule => ({
      ...AlertRuleBody.parse(rule),
      name: rule.name,
      enabled: rule.enabled,
      flow: rule.flowName,
      lane: rule.laneId === null ? null : splitLaneId(rule.laneId).lane,
      channels: rule.channelIds.flatMap((id) => channels.get(id) ?? []),
    }),
  );
  return { formatVersion: 1, rules };
}

/**
 * Makes the workspace's rules those of the file. Nothing is changed where a name in it is not known.
 * Throws `NOT_FOUND`, naming the flow, lane or channel.
 * @param options.prune deletes rules that the file does not have
 * @param options.dryRun only tells what would be done
 */
export async function applyAlertRules(
  context: WorkspaceContext,
  file: AlertFile,
  { prune, dryRun }: { prune: boolean; dryRun: boolean },
): Promise<AppliedRules> {
  const known = new Map((await listAlertRules(context)).map((rule) => [rule.name, rule]));
  const wanted = await Promise.all(
    file.rules.map((rule) => toInput(context, rule, known.get(rule.name)?.id)),
  );
  for (const input of wanted) await requireSoundRule(context, input);
  const current = new Map((await exportAlertRules(context)).rules.map((rule) => [rule.name, rule]));
  const applied: AppliedRules = { created: [], changed: [], removed: [], same: [] };
  for (const [index, input] of wanted.entries()) {
    const before = current.get(input.name);
    if (before && canonicalJson(before) === canonicalJson(file.rules[index])) {
      applied.same.push(input.name);
      continue;
    }
    applied[before ? 'changed' : 'created'].push(input.name);
    if (!dryRun) await saveAlertRule(context, input);
  }
  for (const [name, { id }] of known) {
    if (!prune || file.rules.some((rule) => rule.name === name)) continue;
    applied.removed.push(name);
    if (!dryRun) await deleteAlertRule(context, id);
  }
  return applied;
}

async function toInput(
  context: WorkspaceContext,
  { flow, lane, channels, ...rule }: AlertFileRule,
  id: string | undefined,
): Promise<AlertRuleInput> {
  const found = flow === null ? null : await context.store.flows.find({ name: flow });
  if (flow !== null && !found) throw missing(rule.name, 'flow', flow);
  if (lane !== null && !found)
    throw new SyncError('INPUT_INVALID', `The rule "${rule.name}" names a lane and no flow.`);
  const channelIds = await Promise.all(
    channels.map(async (name) => {
      const channel = await context.store.alertChannels.find({ name });
      if (!channel) throw missing(rule.name, 'channel', name);
      return channel.id;
    }),
  );
  const flowId = found?.id ?? null;
  return { ...rule, id, flowId, laneId: lane === null ? null : `${flowId}:${lane}`, channelIds };
}

function missing(rule: string, what: string, name: string): SyncError {
  return new SyncError('NOT_FOUND', `The rule "${rule}" names the ${what} "${name}", which is not there.`);
}
