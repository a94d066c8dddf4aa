import { expect, test } from 'vitest';
import { FlowGraph } from '../flow/flow-graph.ts';
import type { ReDecide } from './bulk-action.ts';
import { withRules } from './with-rules.ts';

const newest = { kind: 'newest', tie: 'left' } as const;
const prefer = { kind: 'prefer', side: 'left' } as const;
const again = (more: Partial<ReDecide>): ReDecide => ({ kind: 're-decide', ...more });

/** Two lanes from `a`: to `b` with a conflict node, to `c` without one. */
const graph = FlowGraph.parse({
  formatVersion: 1,
  name: 'F',
  nodes: [
    ...['a', 'b', 'c'].map((id) => ({ id, kind: 'endpoint', connection: id, stream: id })),
    { id: 'm', kind: 'mapping', position: { x: 0, y: 0 } },
    { id: 'n', kind: 'mapping' },
    { id: 'k', kind: 'conflict', rule: prefer, fields: { email: prefer, phone: prefer } },
  ],
  edges: [
    { id: 'e1', source: 'a', target: 'm' },
    { id: 'e2', source: 'm', target: 'k' },
    { id: 'e3', source: 'k', target: 'b' },
    { id: 'e4', source: 'a', target: 'n' },
    { id: 'e5', source: 'n', target: 'c' },
  ],
});
const node = (of: FlowGraph, id: string) => of.nodes.find((each) => each.id === id);

test('the rule of all fields, and of those that were decided again by it and have a rule of their own', () => {
  const next = withRules(graph, again({ rule: newest }), { 'a-m-b': ['email', 'name'] });
  expect(node(next, 'k')).toMatchObject({ rule: newest, fields: { email: newest, phone: prefer } });
  expect(next.edges).toEqual(graph.edges);
  expect(node(graph, 'k')).toMatchObject({ rule: prefer });
});

test('the rule of single fields, and for deletes', () => {
  const next = withRules(graph, again({ fields: { name: { kind: 'hold' } }, deletes: 'delete' }), {
    'a-m-b': ['name'],
  });
  expect(node(next, 'k')).toMatchObject({
    rule: prefer,
    fields: { email: prefer, phone: prefer, name: { kind: 'hold' } },
    deletes: { carry: 'both', againstUpdate: 'delete' },
  });
});

test('a lane without a conflict node gets one; another lane stays as it is', () => {
  const next = withRules(graph, again({ rule: prefer }), { 'a-n-c': ['name'] });
  expect(node(next, 'rule')).toMatchObject({ kind: 'conflict', rule: prefer });
  expect(next.edges.slice(3)).toEqual([
    { id: 'e4', source: 'a', target: 'n' },
    { id: 'e5', source: 'n', target: 'rule' },
    { id: 'e5-rule', source: 'rule', target: 'c' },
  ]);
  expect(node(next, 'k')).toEqual(node(graph, 'k'));
});
