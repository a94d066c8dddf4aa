import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseDraft, draftEdits, edited } from '#testing/draft-arbitrary.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { type FlowGraph, FlowNode } from './flow-graph.ts';
import { nodeMeaning } from './node-meaning.ts';
import { planChanges } from './plan-changes.ts';

function changes(change: (graph: FlowGraph) => void) {
  const after = exampleFlow();
  change(after);
  return planChanges(exampleFlow(), after);
}
const sentences = (change: (graph: FlowGraph) => void) => changes(change).map((entry) => entry.sentence);

function replace(graph: FlowGraph, id: string, more: object): void {
  const at = graph.nodes.findIndex((node) => node.id === id);
  graph.nodes[at] = FlowNode.parse({ ...graph.nodes[at], ...more });
}

test('the same flow has no changes, wherever its nodes stand and however its edges are called', () => {
  const list = changes((graph) => {
    graph.nodes.reverse();
    for (const node of graph.nodes) node.position = { x: 1, y: 2 };
    graph.edges.reverse();
    for (const edge of graph.edges) edge.id += 'x';
  });
  expect(list).toEqual([]);
});

test('a new flow is told in full', () => {
  const list = planChanges(null, exampleFlow());
  expect(list.map((change) => change.sentence)).toEqual([
    'Creates the flow "CRM and App".',
    'Adds the endpoint crm public.contacts.',
    'Adds the mapping "map".',
    'mapping "map" matches records by id = contact_id.',
    'Maps id to contact_id.',
    'Maps email to email_address.',
    'Maps name to full_name.',
    'Maps created_at to created, left to right.',
    'Adds the conflict "rule".',
    'Conflicts at conflict "rule": newest wins (left at a tie).',
    'Conflicts over email: left wins.',
    'Adds the endpoint app public.people.',
    'Connects crm public.contacts to mapping "map".',
    'Connects mapping "map" to conflict "rule".',
    'Connects conflict "rule" to app public.people.',
  ]);
  expect(list.every((change) => change.what === 'added' && change.before === null)).toBe(true);
});

test('what values go through is told in words', () => {
  const pairs = (pair: object) => (graph: FlowGraph) =>
    replace(graph, 'map', { fields: [{ left: 'id', right: 'contact_id' }, pair] });
  const told = sentences(
    pairs({
      left: 'name',
      also: { left: ['email'] },
      right: 'full_name',
      direction: 'forward',
      transform: {
        forward: [
          { kind: 'template', text: '{name} <{email}>' },
          { kind: 'case', to: 'lower' },
        ],
      },
    }),
  );
  expect(told).toContain(
    'Maps name + email to full_name, left to right, to the right, template "{name} <{email}>", then lower case.',
  );
  const trimmed = {
    left: 'email',
    right: 'email_address',
    transform: { forward: [{ kind: 'trim' }], backward: [] },
  };
  expect(sentences(pairs({ ...trimmed, lossy: { reason: 'Blanks do not matter.' } }))).toEqual(
    expect.arrayContaining([
      'Values of email → email_address go through to the right, trim; to the left, as it is.',
      'email → email_address goes both ways although not every value comes back: Blanks do not matter.',
    ]),
  );
});

describe('one change at a time', () => {
  const cases: [string, (graph: FlowGraph) => void, string[]][] = [
    ['name', (g) => void Object.assign(g, { name: 'New' }), ['Renames the flow to "New".']],
    [
      'label',
      (g) => replace(g, 'crm', { label: 'Contacts' }),
      ['Renames the endpoint crm public.contacts to Contacts.'],
    ],
    [
      'stream',
      (g) => replace(g, 'app', { stream: 'public.users' }),
      ['The endpoint "app" reads app public.users instead of app public.people.'],
    ],
    [
      'direction',
      (g) => replace(g, 'map', { direction: 'forward' }),
      ['mapping "map" goes left to right instead of both ways.'],
    ],
    ['match', (g) => replace(g, 'map', { match: [] }), ['mapping "map" matches records by nothing.']],
    [
      'pairs',
      (g) =>
        replace(g, 'map', {
          fields: [
            { left: 'id', right: 'contact_id' },
            { left: 'email', right: 'email_address', direction: 'backward' },
            { left: 'created_at', right: 'created', note: 'agreed with sales' },
            { left: 'phone', right: 'phone' },
          ],
        }),
      [
        'name → full_name is no longer mapped.',
        'email → email_address goes right to left.',
        'created_at → created goes both ways, as the mapping does.',
        'The note on created_at → created changes.',
        'Maps phone to phone.',
      ],
    ],
    [
      'rule',
      (g) => replace(g, 'rule', { rule: { kind: 'hold' } }),
      ['Conflicts at conflict "rule": a person decides; before, newest wins (left at a tie).'],
    ],
    [
      'field rules',
      (g) => replace(g, 'rule', { fields: { name: { kind: 'oldest', tie: 'right' } } }),
      ['Conflicts over email follow the general rule.', 'Conflicts over name: oldest wins (right at a tie).'],
    ],
    [
      'deletes and first meeting',
      (g) =>
        replace(g, 'rule', {
          deletes: { carry: 'none', againstUpdate: 'hold' },
          first: { onlyLeft: 'ignore', onlyRight: 'delete', differ: { kind: 'prefer', side: 'right' } },
        }),
      [
        'Deletes are carried neither way.',
        'When one side deletes what the other changed, a person decides.',
        'At first, records that only the left has: ignore.',
        'At first, records that only the right has: delete.',
        'At first, where both sides differ: right wins.',
      ],
    ],
    [
      'note added',
      (g) => void g.nodes.push(FlowNode.parse({ id: 'n', kind: 'note', text: 'x' })),
      ['Adds the note "n".'],
    ],
    [
      'node removed',
      (g) => {
        g.nodes.splice(2, 1);
        g.edges.splice(1, 2, { id: 'e9', source: 'map', target: 'app' });
      },
      [
        'Removes the conflict "rule".',
        'Disconnects mapping "map" from conflict "rule".',
        'Disconnects conflict "rule" from app public.people.',
        'Connects mapping "map" to app public.people.',
      ],
    ],
    [
      'another kind under the same id',
      (g) => void g.nodes.splice(2, 1, FlowNode.parse({ id: 'rule', kind: 'note' })),
      ['Removes the conflict "rule".', 'Adds the note "rule".'],
    ],
    [
      'an edge to nowhere',
      (g) => void g.edges.push({ id: 'e9', source: 'crm', target: 'x' }),
      ['Connects crm public.contacts to "x".'],
    ],
  ];
  test.each(cases)('%s', (_, change, expected) => {
    expect(sentences(change)).toEqual(expected);
  });

  test('a rewritten note', () => {
    const note = (text: string) => {
      const graph = exampleFlow();
      graph.nodes.push(FlowNode.parse({ id: 'n', kind: 'note', text }));
      return graph;
    };
    expect(planChanges(note('a'), note('b'))).toEqual([
      {
        what: 'changed',
        path: 'n › text',
        before: 'a',
        after: 'b',
        sentence: 'Rewrites the note "n".',
        node: 'n',
        lines: true,
      },
    ]);
  });

  test('paths say where', () => {
    const [first] = changes((graph) =>
      replace(graph, 'map', {
        fields: exampleFlow().nodes.flatMap((n) => (n.kind === 'mapping' ? n.fields.slice(0, 3) : [])),
      }),
    );
    expect(first).toEqual({
      what: 'removed',
      path: 'map › created_at → created',
      before: 'created_at → created',
      after: null,
      sentence: 'created_at → created is no longer mapped.',
      node: 'map',
    });
  });
});

test('whatever two drafts mean differently is told, and nothing else is', () => {
  const meaningOf = (graph: FlowGraph) => {
    const sorted = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
    const nodes = graph.nodes.map((node) => {
      const meant = nodeMeaning(node);
      return meant.kind === 'mapping' ? { ...meant, fields: sorted(meant.fields) } : meant;
    });
    const tables = graph.tables?.map((table) => ({ ...table, entries: sorted(table.entries) }));
    return { nodes, edges: graph.edges.map(({ source, target }) => ({ source, target })), tables };
  };
  const texts = (graph: FlowGraph) => {
    const { nodes, edges, tables } = meaningOf(graph);
    return [...nodes, ...edges, ...(tables ?? [])].map((part) => JSON.stringify(inOrder(part))).sort();
  };
  const inOrder = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.entries(value)
          .filter(([, part]) => part !== undefined)
          .map(([key, part]) => [key, inOrder(part)])
          .sort();
  fc.assert(
    fc.property(baseDraft, draftEdits, (base, edits) => {
      const after = edited(base, edits);
      const same = JSON.stringify(texts(base)) === JSON.stringify(texts(after));
      expect(planChanges(base, after).length === 0).toBe(same);
    }),
  );
});

test('a pair that was suggested says so, and why', () => {
  const graph = exampleFlow();
  const plain = planChanges(null, graph).map(({ sentence }) => sentence);
  expect(plain).toContain('Maps email to email_address.');
  const nodes = graph.nodes.map((node) =>
    node.kind === 'mapping'
      ? {
          ...node,
          fields: node.fields.map((pair) => ({
            ...pair,
            decision: { kind: 'automatic', confidence: 0.93, reason: 'names share it' } as const,
          })),
        }
      : node,
  );
  expect(planChanges(null, { ...graph, nodes }).map(({ sentence }) => sentence)).toContain(
    'Maps email to email_address; suggested (93 %) and taken by itself: names share it.',
  );
});
