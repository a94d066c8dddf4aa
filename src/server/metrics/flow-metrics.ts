import { Counter, Gauge, type Registry } from 'prom-client';
import { Severity } from '#core/alerts/alert-rule.ts';
import { noOutcomes } from '#core/figures/lane-tally.ts';
import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { LaneStatus } from '#core/ledger/lane-status.ts';
import type { MetricFacts, MetricFlow } from '#db/metric-facts.ts';
import type { Accumulated } from './figure-accumulator.ts';
import { storedHistogram } from './stored-histogram.ts';

/** Flows and lanes that are told one by one; of the rest only their number, so that series stay bounded. */
const FLOWS = 500;
const LANES = 500;
/** Characters of a name. */
const NAME = 100;

type Labelled = {
  flow: MetricFlow;
  lane: LaneStatus;
  labels: { workspace: string; flow: string; lane: string };
};

const short = (text: string) => text.slice(0, NAME);

/** Puts what runners have published of flows, lanes and alerts into a registry. */
export function addFlowMetrics(
  registry: Registry,
  facts: MetricFacts,
  accumulated: ReadonlyMap<string, Accumulated>,
): void {
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const flows = named(facts.flows);
  const all = flows.flatMap(labelledLanes);
  const lanes = all.slice(0, LANES);
  addFlows(gauge, flows.slice(0, FLOWS));
  gauge('syncline_flows_left_out', 'Flows beyond those that are told one by one.', []).set(
    Math.max(0, flows.length - FLOWS),
  );
  addLanes(gauge, lanes);
  addCounted(registry, lanes, accumulated);
  gauge('syncline_lanes_left_out', 'Lanes beyond those that are told one by one.', []).set(
    all.length - lanes.length,
  );
  gauge('syncline_runners_alive', 'Runners that were seen within ten seconds.', []).set(facts.runners);
  const firing = gauge('syncline_alerts_firing', 'Alerts that are firing.', ['workspace', 'severity']);
  for (const workspace of new Set(facts.flows.map((flow) => flow.workspace)))
    for (const severity of Severity.options) firing.set({ workspace, severity }, 0);
  for (const { workspace, severity, count } of facts.alerts) firing.set({ workspace, severity }, count);
  const deliveries = gauge('syncline_alert_deliveries', 'Alert deliveries that are not made.', ['state']);
  for (const state of ['queued', 'sending', 'dead'])
    deliveries.set({ state }, facts.deliveries.find((row) => row.state === state)?.count ?? 0);
}

type MakeGauge = (name: string, help: string, labelNames: string[]) => Gauge;

/** Flows with the name that tells each from all others of its workspace. */
function named(flows: MetricFlow[]): MetricFlow[] {
  const names = distinct(flows.map(({ workspace, name }) => [workspace, short(name)].join('\n')));
  return flows.map((flow, index) => ({
    ...flow,
    name: names(index) ? short(flow.name) : told(flow.name, flow.flowId.slice(-8)),
  }));
}

function labelledLanes(flow: MetricFlow): Labelled[] {
  const lanes = flow.status?.lanes ?? [];
  const nameOf = ({ laneId }: LaneStatus) => flow.lanes.get(laneId) ?? laneId;
  const alone = distinct(lanes.map((lane) => short(nameOf(lane))));
  return lanes.map((lane, index) => {
    // Lanes between streams of the same names are told apart by their nodes.
    const name = alone(index) ? short(nameOf(lane)) : told(nameOf(lane), splitLaneId(lane.laneId).lane);
    return { flow, lane, labels: { workspace: flow.workspace, flow: flow.name, lane: name } };
  });
}

/** Whether the name at a place is nobody else's. */
function distinct(names: string[]): (index: number) => boolean {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return (index) => counts.get(names[index] ?? '') === 1;
}

function told(name: string, own: string): string {
  return `${name.slice(0, NAME / 2)} (${own})`;
}

function addFlows(gauge: MakeGauge, flows: MetricFlow[]): void {
  const of = ['workspace', 'flow'];
  const wanted = gauge('syncline_flow_wanted', '1 where the flow is meant to run.', of);
  const phase = gauge('syncline_flow_phase', '1 for the phase that the flow is in.', [...of, 'phase']);
  const age = gauge('syncline_flow_status_age_seconds', 'Since a runner last told of the flow.', of);
  const log = gauge('syncline_log_held_back_bytes', 'Log that a source keeps for the flow.', [
    ...of,
    'connection',
  ]);
  const differ = gauge(
    'syncline_verify_differing_records',
    'Records that differed when both sides were last compared as a whole by the continuous verify.',
    of,
  );
  for (const flow of flows) {
    const labels = { workspace: flow.workspace, flow: flow.name };
    wanted.set(labels, flow.desired === 'running' ? 1 : 0);
    if (flow.age !== null) age.set(labels, flow.age);
    const { status } = flow;
    if (!status) continue;
    phase.set({ ...labels, phase: status.phase }, 1);
    for (const [connection, bytes] of Object.entries(status.retained))
      log.set({ ...labels, connection: short(connection) }, bytes);
    if (status.verified) differ.set(labels, status.verified.differ);
  }
}

function addLanes(gauge: MakeGauge, lanes: Labelled[]): void {
  const of = ['workspace', 'flow', 'lane'];
  const queued = gauge('syncline_queued_changes', 'Changes that were read and wait to be carried.', [
    ...of,
    'side',
  ]);
  const pending = gauge('syncline_pending_records', 'Records out of line, by what they wait for.', [
    ...of,
    'state',
  ]);
  for (const { lane, labels } of lanes) {
    for (const [side, count] of Object.entries(lane.queued)) queued.set({ ...labels, side }, count);
    for (const [state, count] of Object.entries(lane.pending)) pending.set({ ...labels, state }, count);
  }
}

/** What only grows, as far as this process has added it up. */
function addCounted(
  registry: Registry,
  lanes: Labelled[],
  accumulated: ReadonlyMap<string, Accumulated>,
): void {
  const series = (of: 'lag' | 'disagreement') =>
    lanes.flatMap(({ lane, labels }) => {
      const found = accumulated.get(lane.laneId);
      return found ? [{ labels, histogram: found[of] }] : [];
    });
  registry.registerMetric(
    storedHistogram('syncline_lag_seconds', "From a change's commit to the other side's.", series('lag')),
  );
  registry.registerMetric(
    storedHistogram(
      'syncline_disagreement_seconds',
      "For how long records' sides differed.",
      series('disagreement'),
    ),
  );
  const errors = new Counter({
    name: 'syncline_errors_total',
    help: 'Changes that were parked or failed, by code.',
    labelNames: ['workspace', 'flow', 'lane', 'code'],
    registers: [registry],
  });
  const changes = new Counter({
    name: 'syncline_changes_total',
    help: 'Changes by what became of them, by the side that they came from.',
    labelNames: ['workspace', 'flow', 'lane', 'side', 'outcome'],
    registers: [registry],
  });
  for (const { lane, labels } of lanes) {
    const found = accumulated.get(lane.laneId);
    for (const [code, count] of Object.entries(found?.errors ?? {})) errors.inc({ ...labels, code }, count);
    // A series is there from the start, so that its first change is one.
    for (const side of ['left', 'right'] as const)
      for (const [outcome, count] of Object.entries(found?.outcomes[side] ?? noOutcomes()))
        changes.inc({ ...labels, side, outcome }, count);
  }
}
