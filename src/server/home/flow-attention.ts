import { errorPolicy } from '#core/errors/policy.ts';
import { issueRemedy, issueTitle } from '#core/issues/describe-issue.ts';
import { describeLogWarning } from '#core/ledger/log-warning.ts';
import { counted } from '#lib/counted.ts';
import type { FlowRow } from '../flows/list-flows.ts';
import type { Attention } from './attention.ts';
import type { AttentionFacts } from './find-attention.ts';

/** What a flow itself says. */
export function flowItems(flow: FlowRow, issues: AttentionFacts['issues'], root: string): Attention[] {
  const { id, name, error, held } = flow;
  const monitor = `${root}/flows/${id}/monitor`;
  const items: Attention[] = [];
  if (error && error.code !== 'RUNNER_ABSENT') {
    items.push({
      kind: 'flow-failing',
      severity: 'error',
      title: `${name} is not running: ${error.code}`,
      detail: `${error.message} ${error.remedy}`,
      href: monitor,
      action: 'Look into it',
    });
  }
  for (const reason of flow.stopped) {
    items.push({
      kind: 'breaker-tripped',
      severity: 'error',
      title: `${name} was stopped by its breaker`,
      detail: `${reason} Nothing of it was written: approve it or discard it.`,
      href: monitor,
      action: 'Decide',
    });
  }
  items.push(...failureItems(flow, issues, root));
  if (held > 0) {
    items.push({
      kind: 'conflicts-held',
      severity: 'warning',
      title: `${counted(held, 'conflict')} of ${name} ${held === 1 ? 'waits' : 'wait'} for a decision`,
      detail: 'Both sides changed, and the rule leaves it to a person.',
      href: `${root}/conflicts?state=held&flow=${id}`,
      action: 'Decide',
    });
  }
  items.push(...driftItems(flow, monitor), ...logItems(flow, monitor));
  if (flow.draftDiffers && flow.deployedVersion !== null) {
    items.push({
      kind: 'draft-undeployed',
      severity: 'info',
      title: `${name} has changes that are not deployed`,
      detail: `Version ${flow.deployedVersion} runs; the draft says something else.`,
      href: `${root}/flows/${id}/build`,
      action: 'Open the draft',
    });
  }
  return items;
}

function logItems(flow: FlowRow, href: string): Attention[] {
  return flow.logWarnings.map((warning) => ({
    kind: 'log-retained',
    severity: warning.code === 'LOG_LIMIT_NEAR' ? 'error' : 'warning',
    title: `${flow.name}: ${describeLogWarning(warning)}`,
    detail: errorPolicy[warning.code].remedy,
    href,
    action: 'See the flow',
  }));
}

function driftItems({ name, drifts, stopping }: FlowRow, monitor: string): Attention[] {
  if (drifts === 0) return [];
  const them = drifts === 1 ? 'it' : 'them';
  return [
    {
      kind: 'streams-changed',
      severity: stopping > 0 ? 'warning' : 'info',
      title: `The streams of ${name} have changed`,
      detail:
        stopping > 0
          ? `${stopping < drifts ? `${stopping} of ` : ''}${counted(drifts, 'change')} ${stopping === 1 ? 'keeps' : 'keep'} something from being carried; everything else goes on.`
          : `Everything goes on; ${counted(drifts, 'change')} ${drifts === 1 ? 'waits' : 'wait'} for somebody to take ${them} up or to set ${them} aside.`,
      href: `${monitor}#streams`,
      action: 'See what changed',
    },
  ];
}

/** Records set aside, by their cause; what somebody has set aside with a reason is not said again. */
function failureItems(
  { id, name, failing }: FlowRow,
  issues: AttentionFacts['issues'],
  root: string,
): Attention[] {
  const rest = failing - issues.reduce((sum, { openRecords }) => sum + openRecords, 0);
  const items = issues
    .filter(({ state, openRecords }) => state === 'open' && openRecords > 0)
    .map((issue): Attention => {
      const { openRecords } = issue;
      return {
        kind: 'records-parked',
        severity: 'error',
        title: `${counted(openRecords, 'record')} of ${name} could not be carried: ${issueTitle(issue)}`,
        detail: issueRemedy(issue),
        href: `${root}/issues/${issue.id}`,
        action: 'See the issue',
      };
    });
  if (rest <= 0) return items;
  return [
    ...items,
    {
      kind: 'records-parked',
      severity: 'error',
      title: `${counted(rest, 'record')} of ${name} could not be carried`,
      detail: 'They are set aside with the reason; everything else goes on.',
      href: `${root}/conflicts?state=parked&flow=${id}`,
      action: 'See the records',
    },
  ];
}
