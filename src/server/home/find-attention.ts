import { errorPolicy } from '#core/errors/policy.ts';
import { describeLogWarning } from '#core/ledger/log-warning.ts';
import type { LastTest } from '../connections/present-connection.ts';
import type { FlowRow } from '../flows/list-flows.ts';

/** Something that a person should look at. */
export type Attention = {
  kind:
    | 'runner-absent'
    | 'flow-failing'
    | 'breaker-tripped'
    | 'records-parked'
    | 'conflicts-held'
    | 'streams-changed'
    | 'connection-failed'
    | 'log-retained'
    | 'draft-undeployed';
  severity: 'error' | 'warning' | 'info';
  title: string;
  /** One or two sentences: what it means, and the remedy. */
  detail: string;
  /** Where to look at it. */
  href: string;
  /** What the link there says. */
  action: string;
};

export type AttentionFacts = {
  slug: string;
  flows: FlowRow[];
  connections: { id: string; name: string; lastTest: LastTest | null }[];
  runnerAlive: boolean;
};

const order = { error: 0, warning: 1, info: 2 } as const;

/** What needs attention, worst first. */
export function findAttention(facts: AttentionFacts): Attention[] {
  const root = `/w/${facts.slug}`;
  const items = [
    ...runnerItems(facts, root),
    ...facts.flows.flatMap((flow) => flowItems(flow, root)),
    ...facts.connections.flatMap((connection) => connectionItems(connection, root)),
  ];
  return items.sort((a, b) => order[a.severity] - order[b.severity]);
}

function runnerItems({ flows, runnerAlive }: AttentionFacts, root: string): Attention[] {
  if (runnerAlive || !flows.some((flow) => flow.deployedVersion !== null)) return [];
  return [
    {
      kind: 'runner-absent',
      severity: 'error',
      title: 'Nothing is being synced',
      detail: `No runner has been seen for ten seconds. ${errorPolicy.RUNNER_ABSENT.remedy}`,
      href: `${root}/flows`,
      action: 'See the flows',
    },
  ];
}

function flowItems(flow: FlowRow, root: string): Attention[] {
  const { id, name, error, failing, held } = flow;
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
  if (failing > 0) {
    items.push({
      kind: 'records-parked',
      severity: 'error',
      title: `${counted(failing, 'record')} of ${name} could not be carried`,
      detail: 'They are set aside with the reason; everything else goes on.',
      href: `${root}/conflicts?state=parked&flow=${id}`,
      action: 'See the records',
    });
  }
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

function connectionItems(connection: AttentionFacts['connections'][number], root: string): Attention[] {
  const { id, name, lastTest } = connection;
  if (!lastTest || lastTest.ok) return [];
  const code = lastTest.code ?? 'INTERNAL';
  return [
    {
      kind: 'connection-failed',
      severity: 'warning',
      title: `${name} did not answer when it was last tested`,
      detail: `${lastTest.message ?? ''} ${errorPolicy[code].remedy}`.trim(),
      href: `${root}/connections/${id}`,
      action: 'Open the connection',
    },
  ];
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}
