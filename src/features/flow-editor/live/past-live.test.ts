import { expect, test } from 'vitest';
import { noOutcomes } from '#core/figures/lane-tally.ts';
import { FlowStatus } from '#core/ledger/lane-status.ts';
import { type PastMinute, pastLive } from './past-live.ts';

const direction = { counts: noOutcomes(), rate: 9, lagP50: 1, lagP99: 1, lastChangeAt: null };
const lane = (id: string, right: string) => ({
  laneId: `f:${id}`,
  mappingNodeId: `map-${id}`,
  conflictNodeId: null,
  leftNodeId: 'crm',
  rightNodeId: right,
  edgeIds: ['shared', `edge-${id}`],
  phase: 'live',
  forward: direction,
  backward: direction,
  firstSync: null,
  pending: { reconcile: 0, held: 0, parked: 0 },
});
const status = FlowStatus.parse({
  phase: 'live',
  version: 1,
  lanes: [lane('a', 'app'), lane('b', 'erp')],
  error: null,
  retained: {},
  at: 1,
});
const way = (applied: number, parked: number, p50: number) => ({
  outcomes: { ...noOutcomes(), applied, parked },
  errors: {},
  lag: { p50, p95: p50, p99: p50 },
});
const minute: PastMinute = {
  at: 0,
  lanes: [
    {
      laneId: 'f:a',
      left: way(40, 2, 30),
      right: way(3, 0, 80),
      depth: { reconcile: 0, held: 5, parked: 2 },
    },
  ],
};

test('a past minute is told by node and edge, and nothing of now with it', () => {
  const { nodes, edges } = pastLive(status, minute);
  expect(nodes.crm).toMatchObject({
    phase: 'ran',
    carried: 43,
    perMinute: 45,
    lagMs: 80,
    held: 5,
    failed: 2,
  });
  expect(edges['edge-a']).toEqual({ forward: 42, backward: 3, failed: 2, phase: 'ran' });
  expect(edges.shared).toMatchObject({ forward: 42, backward: 3 });
});

test('a lane that did not run then is told as such', () => {
  const { nodes, edges } = pastLive(status, minute);
  expect(nodes.erp).toMatchObject({ phase: 'rested', carried: 0, lagMs: null });
  expect(edges['edge-b']).toEqual({ forward: 0, backward: 0, failed: 0, phase: 'rested' });
});
