import { describe, expect, it } from 'vitest';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { flowLive } from './flow-live.ts';

const counts = { applied: 0, unchanged: 0, resolved: 0, held: 0, failed: 0, parked: 0, skipped: 0 };
const empty = { nodes: {}, edges: {} };

function lane(id: string, left: string, right: string, forward: number, backward: number) {
  return {
    laneId: id,
    mappingNodeId: `map-${id}`,
    conflictNodeId: 'rule',
    leftNodeId: left,
    rightNodeId: right,
    edgeIds: ['shared', `edge-${id}`],
    phase: 'live',
    forward: {
      counts: { ...counts, applied: 10, resolved: 2 },
      rate: forward,
      lagP50: 12,
      lagP99: 40,
      lastChangeAt: 1,
    },
    backward: {
      counts: { ...counts, applied: 5 },
      rate: backward,
      lagP50: null,
      lagP99: null,
      lastChangeAt: null,
    },
    firstSync: null,
    pending: { reconcile: 0, held: 1, parked: 2 },
  };
}

function status(lanes: unknown[]): FlowStatus {
  return FlowStatus.parse({ phase: 'live', version: 1, lanes, error: null, retained: {}, at: 1 });
}

describe('live figures', () => {
  it('sums lanes up where they share a node or an edge', () => {
    const live = flowLive(status([lane('a', 'crm', 'app', 2, 1), lane('b', 'crm', 'erp', 1, 0)]), empty);
    expect(live.nodes.crm).toMatchObject({ carried: 34, perMinute: 240, lagMs: 12, held: 2, parked: 4 });
    expect(live.nodes.app).toMatchObject({ carried: 17, perMinute: 180 });
    expect(live.edges.shared).toEqual({ forward: 180, backward: 60, failed: 0, phase: 'live' });
    expect(live.edges['edge-b']).toEqual({ forward: 60, backward: 0, failed: 0, phase: 'live' });
  });

  it('shows the worst phase where lanes differ', () => {
    const failing = { ...lane('b', 'crm', 'erp', 0, 0), phase: 'failing' };
    const live = flowLive(status([lane('a', 'crm', 'app', 0, 0), failing]), empty);
    expect(live.nodes.crm?.phase).toBe('failing');
    expect(live.nodes.app?.phase).toBe('live');
  });

  it('shows no rate while a lane does not run, whatever was measured last', () => {
    const live = flowLive(status([{ ...lane('a', 'crm', 'app', 2, 1), phase: 'paused' }]), empty);
    expect(live.edges.shared).toEqual({ forward: 0, backward: 0, failed: 0, phase: 'paused' });
    expect(live.nodes.crm).toMatchObject({ carried: 17, perMinute: 0 });
  });

  it('keeps the objects of what did not change once the history is full', () => {
    let live = flowLive(null, empty);
    for (let n = 0; n < 50; n += 1) live = flowLive(status([lane('a', 'crm', 'app', 2, 1)]), live);
    const again = flowLive(status([lane('a', 'crm', 'app', 2, 1)]), live);
    expect(again.nodes).toBe(live.nodes);
    expect(again.edges).toBe(live.edges);
    expect(live.nodes.crm?.history).toHaveLength(40);
  });

  it('adds up the first sync of every lane that reads an endpoint', () => {
    const progress = { stream: 's', done: 50, estimate: 100, rate: 10, secondsLeft: 5, finished: false };
    const first = (id: string) => ({
      ...lane(id, 'crm', id, 0, 0),
      phase: 'first-sync',
      firstSync: { left: progress, right: { ...progress, finished: true } },
    });
    const live = flowLive(status([first('a'), first('b')]), empty);
    expect(live.nodes.crm?.firstSync).toEqual({ done: 100, estimate: 200, rate: 20, secondsLeft: 5 });
    expect(live.nodes.a?.firstSync).toBeNull();
  });
});
