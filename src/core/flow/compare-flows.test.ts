import { expect, test } from 'vitest';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { compareFlows } from './compare-flows.ts';
import { FlowGraph } from './flow-graph.ts';
import { planChanges } from './plan-changes.ts';

/** The example with its rule removed, a note, another direction, a table, and an endpoint that was moved. */
function later(): FlowGraph {
  const graph = exampleFlow();
  return FlowGraph.parse({
    ...graph,
    nodes: [
      ...graph.nodes
        .filter(({ id }) => id !== 'rule')
        .map((node) =>
          node.id === 'map'
            ? { ...node, direction: 'forward' }
            : node.id === 'app'
              ? { ...node, position: { x: 9, y: 9 } }
              : node,
        ),
      { id: 'why', kind: 'note', text: 'One way now.' },
    ],
    edges: [
      { id: 'e1', source: 'crm', target: 'map' },
      { id: 'e2', source: 'map', target: 'app' },
    ],
    tables: [{ name: 'countries', entries: [] }],
  });
}

test('one drawing holds what there is in either flow, and what has become of it', () => {
  const before = exampleFlow();
  for (const node of before.nodes) node.position = { x: 0, y: 0 };
  const { nodes, edges, flow, count } = compareFlows(before, later());
  expect(nodes.map(({ id, what, changes }) => [id, what, changes.length])).toEqual([
    ['crm', 'same', 0],
    ['map', 'changed', 1],
    ['app', 'moved', 0],
    ['why', 'added', 1],
    ['rule', 'removed', 1],
  ]);
  expect(edges).toEqual([
    { id: 'e1', source: 'crm', target: 'map', what: 'same' },
    { id: 'e2', source: 'map', target: 'app', what: 'added' },
    { id: 'gone e2', source: 'map', target: 'rule', what: 'removed' },
    { id: 'gone e3', source: 'rule', target: 'app', what: 'removed' },
  ]);
  expect(flow.map(({ path }) => path)).toEqual(['tables › countries']);
  expect(count).toBe(planChanges(before, later()).length);
});

test('a flow compared with itself has nothing to tell', () => {
  const { nodes, edges, flow, count } = compareFlows(exampleFlow(), exampleFlow());
  expect([...nodes, ...edges].every(({ what }) => what === 'same')).toBe(true);
  expect([flow, count]).toEqual([[], 0]);
});
