import type { FlowStatus } from '#core/ledger/lane-status.ts';
import type { NodeLive } from '#nodes/node-live.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import type { FlowLive } from './flow-live.ts';

/** One minute of a flow, lane by lane. */
export type PastMinute = ApiOutput['figures']['minute'];
type PastLane = PastMinute['lanes'][number];
type PastWay = PastLane['left'];

const nothing: NodeLive = {
  phase: 'rested',
  carried: 0,
  perMinute: 0,
  history: [],
  lagMs: null,
  held: 0,
  parked: 0,
  failed: 0,
  firstSync: null,
};

/** Changes of one way that came to an outcome in the minute. */
export function settledIn(way: PastWay): number {
  return way ? Object.values(way.outcomes).reduce((sum, count) => sum + count, 0) : 0;
}

function failedIn(way: PastWay): number {
  return way ? way.outcomes.parked + way.outcomes.failed : 0;
}

function slower(a: number | null, b: number | null | undefined): number | null {
  return b == null ? a : Math.max(a ?? 0, b);
}

function join(was: NodeLive, { left, right, depth }: PastLane): NodeLive {
  const both = settledIn(left) + settledIn(right);
  const carriedIn = (way: PastWay) => (way ? way.outcomes.applied + way.outcomes.resolved : 0);
  return {
    phase: 'ran',
    carried: was.carried + carriedIn(left) + carriedIn(right),
    perMinute: was.perMinute + both,
    history: [],
    lagMs: slower(slower(was.lagMs, left?.lag?.p50), right?.lag?.p50),
    held: was.held + (depth?.held ?? 0),
    parked: was.parked + (depth?.parked ?? 0),
    failed: was.failed + failedIn(left) + failedIn(right),
    firstSync: null,
  };
}

/**
 * What was in a past minute by node and by edge, as the lanes that are deployed now lie. Lanes that did not run then,
 * or are not deployed any more, add nothing.
 */
export function pastLive(status: FlowStatus | null, minute: PastMinute): FlowLive {
  const live: FlowLive = { nodes: {}, edges: {} };
  for (const lane of status?.lanes ?? []) {
    const past = minute.lanes.find(({ laneId }) => laneId === lane.laneId);
    for (const id of [lane.leftNodeId, lane.rightNodeId, lane.mappingNodeId, lane.conflictNodeId]) {
      if (!id) continue;
      const was = live.nodes[id] ?? nothing;
      live.nodes[id] = past ? join(was, past) : was;
    }
    for (const id of lane.edgeIds) {
      const was = live.edges[id];
      live.edges[id] = {
        forward: (was?.forward ?? 0) + settledIn(past?.left ?? null),
        backward: (was?.backward ?? 0) + settledIn(past?.right ?? null),
        failed: (was?.failed ?? 0) + failedIn(past?.left ?? null) + failedIn(past?.right ?? null),
        phase: past ? 'ran' : (was?.phase ?? 'rested'),
      };
    }
  }
  return live;
}
