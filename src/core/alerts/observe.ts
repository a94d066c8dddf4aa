import { counted } from '#lib/counted.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { figures } from '../figures/figure.ts';
import type { AlertFacts, FlowFacts } from './alert-facts.ts';
import type { AlertCondition, AlertRule } from './alert-rule.ts';
import { showFigure } from './show-figure.ts';

/** How one thing that a rule watches stands now. */
export type Observation = {
  /** The thing, within the rule; the same for as long as it is the same thing. */
  subject: string;
  flowId: string | null;
  laneId: string | null;
  /**
   * `breached`: the condition holds. `between`: it does not, but is not well again either.
   * `well`: it does not hold.
   */
  state: 'breached' | 'between' | 'well';
  value: number | null;
  /** One sentence: what is so. Holds no value of a record. */
  detail: string;
};

type Of<Kind extends AlertCondition['kind']> = Extract<AlertCondition, { kind: Kind }>;

const minute = 60_000_000;

/** How everything that the rule watches stands. What is not among the answers is well. */
export function observe(rule: AlertRule, facts: AlertFacts): Observation[] {
  const { condition } = rule;
  if (condition.kind === 'runner') return [ofRunners(condition, facts)];
  const flows = facts.flows.filter(({ flowId }) => rule.flowId === null || rule.flowId === flowId);
  const all = flows.flatMap((flow) => observeFlow(condition, flow, facts.now));
  return rule.laneId === null ? all : all.filter(({ laneId }) => laneId === rule.laneId);
}

function observeFlow(condition: AlertCondition, flow: FlowFacts, now: number): Observation[] {
  switch (condition.kind) {
    case 'figure':
      return ofFigure(condition, flow);
    case 'issue':
      return ofIssues(condition, flow, now);
    case 'failures':
      return ofFailures(condition, flow, now);
    case 'hold':
      return ofHolds(condition, flow, now);
    case 'breaker':
      return flow.trips.map(({ laneId, side, reason }) =>
        breached(flow, laneId, side, null, `The breaker stopped ${laneName(flow, laneId)}: ${reason}`),
      );
    case 'drift':
      return ofDrifts(condition, flow);
    case 'flow':
      return ofFlow(condition, flow);
    case 'verify':
      return flow.differences
        .filter(({ count }) => count > 0)
        .map(({ laneId, count }) =>
          breached(
            flow,
            laneId,
            '',
            count,
            `The last comparison found ${counted(count, 'record')} to differ, of ${laneId ? laneName(flow, laneId) : flow.name}.`,
          ),
        );
    case 'runner':
      return [];
  }
}

function ofFigure(condition: Of<'figure'>, flow: FlowFacts): Observation[] {
  // Of a flow that is not meant to run no figure is wrong but the log that it holds back all the same.
  const goesOn = condition.figure === 'log.held-back' && flow.desired === 'paused';
  if (flow.desired !== 'running' && !goesOn) return [];
  const { comparison, threshold, clearAt, minutes } = condition;
  const { label, unit, scope } = figures[condition.figure];
  const beyond = (value: number, limit: number) => (comparison === 'above' ? value > limit : value < limit);
  return flow.figures.flatMap((reading): Observation[] => {
    const { laneId } = reading;
    const value = reading.values[condition.figure];
    if (reading.minutes !== minutes || (laneId === null) !== (scope === 'flow') || value === null) return [];
    const state = beyond(value, threshold)
      ? 'breached'
      : clearAt !== null && beyond(value, clearAt)
        ? 'between'
        : 'well';
    const of = laneId === null ? flow.name : `${flow.name} (${laneName(flow, laneId)})`;
    // What is so comes first: lists cut the end.
    const detail = `${label}: ${showFigure(value, unit)}, ${comparison === 'above' ? 'at most' : 'at least'} ${showFigure(threshold, unit)} wanted, of ${of}.`;
    return [{ ...place(flow, laneId, ''), state, value, detail }];
  });
}

function ofIssues({ minutes }: Of<'issue'>, flow: FlowFacts, now: number): Observation[] {
  return flow.issues
    .filter(({ at }) => at > now - minutes * minute)
    .map(({ issueId, laneId, code, what, records }) =>
      breached(
        flow,
        laneId,
        issueId,
        records,
        `A new issue: ${code}${what ? ` (${what})` : ''}, ${counted(records, 'record')} so far, of ${laneName(flow, laneId)}.`,
      ),
    );
}

function ofFailures({ code, count, minutes }: Of<'failures'>, flow: FlowFacts, now: number): Observation[] {
  const totals = new Map<string, { laneId: string; code: string; count: number }>();
  for (const failure of flow.failures) {
    if (failure.at <= now - minutes * minute || (code !== null && failure.code !== code)) continue;
    const name = `${failure.laneId}/${failure.code}`;
    const known = totals.get(name);
    totals.set(name, { ...failure, count: failure.count + (known?.count ?? 0) });
  }
  return [...totals.values()]
    .filter((total) => total.count >= count)
    .map((total) =>
      breached(
        flow,
        total.laneId,
        total.code,
        total.count,
        `${counted(total.count, 'record')} failed with ${total.code} within ${counted(minutes, 'minute')}, of ${laneName(flow, total.laneId)}.`,
      ),
    );
}

function ofHolds({ minutes }: Of<'hold'>, flow: FlowFacts, now: number): Observation[] {
  return Object.entries(flow.heldSince)
    .filter(([, since]) => now - since > minutes * minute)
    .map(([laneId, since]) =>
      breached(
        flow,
        laneId,
        '',
        Math.round((now - since) / minute),
        `A record has waited ${describeDuration((now - since) / 1000)} for a person, of ${laneName(flow, laneId)}.`,
      ),
    );
}

function ofDrifts({ stoppingOnly }: Of<'drift'>, flow: FlowFacts): Observation[] {
  const lanes = Map.groupBy(
    flow.drifts.filter(({ stopping }) => stopping || !stoppingOnly),
    ({ laneId }) => laneId,
  );
  return [...lanes].map(([laneId, drifts]) =>
    breached(
      flow,
      laneId,
      '',
      drifts.length,
      `The streams of ${laneName(flow, laneId)} have changed: ${drifts[0]?.title}${drifts.length > 1 ? ` and ${drifts.length - 1} more` : ''}.`,
    ),
  );
}

function ofFlow({ state }: Of<'flow'>, flow: FlowFacts): Observation[] {
  const { status, desired, name } = flow;
  if (state === 'paused')
    return desired === 'paused' ? [breached(flow, null, '', null, `${name} is paused.`)] : [];
  if (desired !== 'running' || status?.phase !== 'failing') return [];
  // The code says why; the message of a driver may hold values of records.
  return [breached(flow, null, '', null, `${name} is not running: ${status.error?.code ?? 'INTERNAL'}.`)];
}

function ofRunners({ atLeast }: Of<'runner'>, { runnersAlive, flows }: AlertFacts): Observation {
  const needed = flows.some(({ desired }) => desired === 'running');
  const detail =
    runnersAlive === 0
      ? 'No runner is alive: nothing is being synced.'
      : `${runnersAlive} of ${counted(atLeast, 'runner')} ${runnersAlive === 1 ? 'is' : 'are'} alive.`;
  const state = needed && runnersAlive < atLeast ? 'breached' : 'well';
  return { subject: 'runners', flowId: null, laneId: null, state, value: runnersAlive, detail };
}

function place(flow: FlowFacts, laneId: string | null, of: string) {
  return { subject: [flow.flowId, laneId ?? '', of].join('/'), flowId: flow.flowId, laneId };
}

function breached(
  flow: FlowFacts,
  laneId: string | null,
  of: string,
  value: number | null,
  detail: string,
): Observation {
  return { ...place(flow, laneId, of), state: 'breached', value, detail };
}

function laneName(flow: FlowFacts, laneId: string): string {
  return flow.lanes[laneId] ?? flow.name;
}
