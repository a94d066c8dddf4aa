import { Counter, Gauge, type Registry } from 'prom-client';
import type { DirectionStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import type { MetricFacts, MetricFlow } from '#db/metric-facts.ts';
import type { Accumulated } from './figure-accumulator.ts';
import { storedHistogram } from './stored-histogram.ts';

/** Lanes that are told one by one; of the rest only their number, so that series stay bounded. */
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
  const all = facts.flows.flatMap(labelledLanes);
  const lanes = all.slice(0, LANES);
  addFlows(gauge, facts.flows);
  addLanes(registry, gauge, lanes);
  addHistograms(registry, lanes, accumulated);
  gauge('syncline_lanes_left_out', 'Lanes beyond those that are told one by one.', []).set(
    all.length - lanes.length,
  );
  gauge('syncline_runners_alive', 'Runners that were seen within ten seconds.', []).set(facts.runners);
  const firing = gauge('syncline_alerts_firing', 'Alerts that are firing.', ['workspace', 'severity']);
  for (const { workspace, severity, count } of facts.alerts) firing.set({ workspace, severity }, count);
  const deliveries = gauge('syncline_alert_deliveries', 'Alert deliveries that are not made.', ['state']);
  for (const state of ['queued', 'sending', 'dead'])
    deliveries.set({ state }, facts.deliveries.find((row) => row.state === state)?.count ?? 0);
}

type MakeGauge = (name: string, help: string, labelNames: string[]) => Gauge;

function labelledLanes(flow: MetricFlow): Labelled[] {
  return (flow.status?.lanes ?? []).map((lane) => ({
    flow,
    lane,
    labels: {
      workspace: flow.workspace,
      flow: short(flow.name),
      lane: short(flow.lanes.get(lane.laneId) ?? lane.laneId),
    },
  }));
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
    const labels = { workspace: flow.workspace, flow: short(flow.name) };
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

function addLanes(registry: Registry, gauge: MakeGauge, lanes: Labelled[]): void {
  const of = ['workspace', 'flow', 'lane'];
  const changes = new Counter({
    name: 'syncline_changes_total',
    help: 'Changes by what became of them, by the side that they came from, since the flow was first deployed.',
    labelNames: [...of, 'side', 'outcome'],
    registers: [registry],
  });
  const queued = gauge('syncline_queued_changes', 'Changes that were read and wait to be carried.', [
    ...of,
    'side',
  ]);
  const pending = gauge('syncline_pending_records', 'Records out of line, by what they wait for.', [
    ...of,
    'state',
  ]);
  for (const { lane, labels } of lanes) {
    const sides: ['left' | 'right', DirectionStatus][] = [
      ['left', lane.forward],
      ['right', lane.backward],
    ];
    for (const [side, way] of sides) {
      for (const [outcome, count] of Object.entries(way.counts))
        changes.inc({ ...labels, side, outcome }, count);
      queued.set({ ...labels, side }, lane.queued[side]);
    }
    for (const [state, count] of Object.entries(lane.pending)) pending.set({ ...labels, state }, count);
  }
}

function addHistograms(
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
  for (const { lane, labels } of lanes) {
    const found = accumulated.get(lane.laneId)?.errors ?? {};
    for (const [code, count] of Object.entries(found)) errors.inc({ ...labels, code }, count);
  }
}
