import { expect, test } from 'vitest';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { FlowGraph } from './flow-graph.ts';
import { restoreNodes } from './restore-nodes.ts';

const version = exampleFlow();
const ends = (graph: FlowGraph) => graph.edges.map(({ source, target }) => `${source}-${target}`).sort();
const whole = ['crm-map', 'map-rule', 'rule-app'];

/** The example without its rule, whose neighbours are connected. */
const without = FlowGraph.parse({
  ...version,
  nodes: version.nodes.filter(({ id }) => id !== 'rule'),
  edges: [
    { id: 'e1', source: 'crm', target: 'map' },
    { id: 'e3', source: 'map', target: 'app' },
  ],
});

test('a node is as it was, where it stands now, and no other node changes', () => {
  const nodes = version.nodes.map((node) => ({ ...node, label: 'new', position: { x: 1, y: 2 } }));
  const draft = FlowGraph.parse({ ...version, nodes });
  const restored = restoreNodes(draft, version, ['map']);
  const [crm, map, ...others] = restored.nodes;
  expect(map).toEqual({ ...version.nodes[1], position: { x: 1, y: 2 } });
  expect([crm, ...others]).toEqual(draft.nodes.filter(({ id }) => id !== 'map'));
  expect(restored.edges).toEqual(draft.edges);
});

test('a node that is gone comes back into the edge that took its place', () => {
  const restored = restoreNodes(without, version, ['rule']);
  expect(restored.nodes.at(-1)).toEqual(version.nodes[2]);
  expect(ends(restored)).toEqual(whole);
  expect(new Set(restored.edges.map(({ id }) => id)).size).toBe(3);
});

test('a node that was not there goes, and its neighbours are connected as they were', () => {
  const restored = restoreNodes(version, without, ['rule']);
  expect(restored.nodes.map(({ id }) => id)).toEqual(['crm', 'map', 'app']);
  expect(ends(restored)).toEqual(ends(without));
});

test('a node comes back without edges to what is not there', () => {
  const draft = FlowGraph.parse({ ...version, nodes: version.nodes.slice(0, 1), edges: [] });
  const restored = restoreNodes(draft, version, ['rule', 'nobody']);
  expect(restored.nodes.map(({ id }) => id)).toEqual(['crm', 'rule']);
  expect(restored.edges).toEqual([]);
  expect(ends(restoreNodes(restored, version, ['map']))).toEqual(['crm-map', 'map-rule']);
});
