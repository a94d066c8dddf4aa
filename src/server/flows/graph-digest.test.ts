import { expect, test } from 'vitest';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { graphDigest } from './graph-digest.ts';

const graph: FlowGraph = {
  formatVersion: 1,
  name: 'Contacts',
  nodes: [
    { id: 'a', kind: 'endpoint', connection: 'crm', stream: 'public.contacts' },
    {
      id: 'm',
      kind: 'mapping',
      direction: 'both',
      match: [['id', 'id']],
      fields: [{ left: 'id', right: 'id' }],
    },
    { id: 'b', kind: 'endpoint', connection: 'app', stream: 'public.people' },
  ],
  edges: [
    { id: 'e1', source: 'a', target: 'm' },
    { id: 'e2', source: 'm', target: 'b' },
  ],
};

const changed = (change: (copy: FlowGraph) => void): FlowGraph => {
  const copy = structuredClone(graph);
  change(copy);
  return copy;
};

test('a name, a position and the order of things mean nothing', () => {
  const same = changed((copy) => {
    copy.name = 'Other';
    copy.nodes.reverse();
    copy.edges.reverse();
    for (const node of copy.nodes) node.position = { x: 1, y: 2 };
  });
  expect(graphDigest(same)).toBe(graphDigest(graph));
});

test('whatever the engine would do otherwise means something', () => {
  const other = changed((copy) => {
    const mapping = copy.nodes[1];
    if (mapping?.kind === 'mapping') mapping.direction = 'forward';
  });
  expect(graphDigest(other)).not.toBe(graphDigest(graph));
});

test('look-up tables mean something, and their order does not', () => {
  const tables = (...entries: [string, string][]) =>
    changed((copy) => (copy.tables = [{ name: 't', entries }]));
  const digest = graphDigest(tables(['a', '1'], ['b', '2']));
  expect(digest).not.toBe(graphDigest(graph));
  expect(digest).not.toBe(graphDigest(tables(['a', '1'], ['b', '3'])));
  expect(digest).toBe(graphDigest(tables(['b', '2'], ['a', '1'])));
  expect(graphDigest(changed((copy) => (copy.tables = [])))).toBe(graphDigest(graph));
});

test('who decided on a pair, and what was turned down, means nothing', () => {
  const decided = changed((copy) => {
    const mapping = copy.nodes[1];
    if (mapping?.kind !== 'mapping') return;
    mapping.fields = [{ left: 'id', right: 'id', decision: { kind: 'accepted', confidence: 0.9 } }];
    mapping.rejected = [{ left: 'name', right: 'id' }];
  });
  expect(graphDigest(decided)).toBe(graphDigest(graph));
});
