import type { DirectionStatus, FirstSyncProgress, FlowStatus, LaneStatus } from '#core/ledger/lane-status.ts';
import type { NodeLive } from '#nodes/node-live.ts';

/** What passes along an edge, or passed in a past minute, changes a minute. */
export type EdgeLive = {
  forward: number;
  backward: number;
  /** Of a past minute: parked or failed. */
  failed: number;
  phase: NodeLive['phase'];
};

/** A flow's status by node and by edge of the deployed version. */
export type FlowLive = {
  nodes: Record<string, NodeLive>;
  edges: Record<string, EdgeLive>;
};

const HISTORY = 40;
const worst: NodeLive['phase'][] = ['failing', 'tripped', 'first-sync', 'starting', 'paused', 'live'];

function carried(direction: DirectionStatus): number {
  return direction.counts.applied + direction.counts.resolved;
}

function slower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function worse(a: NodeLive['phase'], b: NodeLive['phase']): NodeLive['phase'] {
  return worst.indexOf(a) <= worst.indexOf(b) ? a : b;
}

function joinFirstSync(was: NodeLive['firstSync'], more: FirstSyncProgress | null): NodeLive['firstSync'] {
  if (!more || more.finished) return was;
  if (!was) {
    return { done: more.done, estimate: more.estimate, rate: more.rate, secondsLeft: more.secondsLeft };
  }
  return {
    done: was.done + more.done,
    estimate: was.estimate === null || more.estimate === null ? null : was.estimate + more.estimate,
    rate: was.rate + more.rate,
    secondsLeft: slower(was.secondsLeft, more.secondsLeft),
  };
}

const nothing: NodeLive = {
  phase: 'live',
  carried: 0,
  perMinute: 0,
  history: [],
  lagMs: null,
  held: 0,
  parked: 0,
  failed: 0,
  firstSync: null,
};

/** Changes a minute of a direction; nothing passes while the lane does not run, whatever was measured last. */
function perMinute(lane: LaneStatus, direction: DirectionStatus): number {
  return lane.phase === 'paused' || lane.phase === 'failing' ? 0 : Math.round(direction.rate * 60);
}

function join(was: NodeLive, lane: LaneStatus, firstSync: FirstSyncProgress | null): NodeLive {
  return {
    phase: worse(was.phase, lane.phase),
    carried: was.carried + carried(lane.forward) + carried(lane.backward),
    perMinute: was.perMinute + perMinute(lane, lane.forward) + perMinute(lane, lane.backward),
    history: was.history,
    lagMs: slower(was.lagMs, slower(lane.forward.lagP50, lane.backward.lagP50)),
    held: was.held + lane.pending.held,
    parked: was.parked + lane.pending.parked,
    failed: 0,
    firstSync: joinFirstSync(was.firstSync, firstSync),
  };
}

/** Sums a flow's lanes up by node and edge; `before` carries the history on and keeps what did not change. */
export function flowLive(status: FlowStatus | null, before: FlowLive): FlowLive {
  const nodes: Record<string, NodeLive> = {};
  const edges: Record<string, EdgeLive> = {};
  for (const lane of status?.lanes ?? []) {
    const ends: [string | null, FirstSyncProgress | null][] = [
      [lane.leftNodeId, lane.firstSync?.left ?? null],
      [lane.rightNodeId, lane.firstSync?.right ?? null],
      [lane.mappingNodeId, null],
      [lane.conflictNodeId, null],
    ];
    for (const [id, firstSync] of ends) {
      if (id) nodes[id] = join(nodes[id] ?? nothing, lane, firstSync);
    }
    for (const id of lane.edgeIds) {
      const was = edges[id];
      edges[id] = {
        forward: (was?.forward ?? 0) + perMinute(lane, lane.forward),
        backward: (was?.backward ?? 0) + perMinute(lane, lane.backward),
        failed: 0,
        phase: was ? worse(was.phase, lane.phase) : lane.phase,
      };
    }
  }
  for (const [id, node] of Object.entries(nodes)) {
    nodes[id] = { ...node, history: [...(before.nodes[id]?.history ?? []), node.perMinute].slice(-HISTORY) };
  }
  return { nodes: keepEqual(nodes, before.nodes), edges: keepEqual(edges, before.edges) };
}

/** The same values, but the old object wherever nothing changed, so that nothing draws itself again for it. */
function keepEqual<T>(next: Record<string, T>, before: Record<string, T>): Record<string, T> {
  const kept = Object.fromEntries(
    Object.entries(next).map(([id, value]) => {
      const was = before[id];
      return [id, was !== undefined && JSON.stringify(was) === JSON.stringify(value) ? was : value];
    }),
  );
  const ids = Object.keys(kept);
  const same = ids.length === Object.keys(before).length && ids.every((id) => kept[id] === before[id]);
  return same ? before : kept;
}
