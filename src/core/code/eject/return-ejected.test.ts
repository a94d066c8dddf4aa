import { describe, expect, test } from 'vitest';
import { twentyFields, twentySchemas } from '#testing/twenty-fields.ts';
import { compile } from '../../flow/compile.ts';
import { FlowGraph, type FlowNode, type MappingNode } from '../../flow/flow-graph.ts';
import { ejectFilter } from './eject-filter.ts';
import { ejectMapping } from './eject-mapping.ts';
import { returnEjected, whyNotReturned } from './return-ejected.ts';

function ejected(fields?: string[]): FlowGraph {
  const { lanes } = compile(twentyFields, twentySchemas);
  const wish = { codeId: 'code', edgeId: 'e4', ...(fields ? { fields } : {}) };
  return FlowGraph.parse(ejectMapping(twentyFields, lanes, 'map', wish).graph);
}

/** The flow with something changed in the node. */
function changedNode<K extends FlowNode['kind']>(
  graph: FlowGraph,
  kind: K,
  change: (node: Extract<FlowNode, { kind: K }>) => void,
): FlowGraph {
  const copy = structuredClone(graph);
  change(copy.nodes.find((node) => node.kind === kind) as Extract<FlowNode, { kind: K }>);
  return copy;
}

describe('code that was not edited turns back', () => {
  test('into the very mapping that it was made of', () => {
    expect(returnEjected(ejected(), 'code')).toEqual(twentyFields);
    expect(JSON.stringify(returnEjected(ejected(), 'code'))).toBe(JSON.stringify(twentyFields));
  });

  test('also where only some of the pairs were ejected', () => {
    const graph = ejected(['phone', 'full_name', 'first_name + last_name', 'state']);
    expect(compile(graph, twentySchemas).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(graph.nodes.find(({ id }) => id === 'code')).toMatchObject({ form: 'lens' });
    expect(returnEjected(graph, 'code')).toEqual(twentyFields);
  });

  test('with what was changed of the pairs and rules meanwhile', () => {
    const changed = changedNode(ejected(), 'mapping', ({ fields }) => {
      const email = fields.find(({ right }) => right === 'email_address');
      Object.assign(email ?? {}, { direction: 'forward', note: 'for the newsletter' });
      fields.splice(2, 1);
    });
    const ruled = changedNode(changed, 'conflict', (node) => {
      node.fields.credit = { kind: 'hold' };
      delete node.fields.full_name;
    });
    const back = returnEjected(ruled, 'code');
    const mapping = back.nodes.find((node): node is MappingNode => node.kind === 'mapping');
    expect(mapping?.fields.map(({ right }) => right)).not.toContain('tel');
    expect(mapping?.fields[1]).toEqual({
      left: 'email',
      right: 'email_address',
      direction: 'forward',
      note: 'for the newsletter',
      decision: { kind: 'drawn', by: 'Ann' },
    });
    expect(back.nodes.find(({ kind }) => kind === 'conflict')).toMatchObject({
      fields: { credit_cents: { kind: 'hold' }, email: { kind: 'prefer', side: 'left' } },
    });
    expect(JSON.stringify(back)).not.toContain('first_name + last_name":{"kind":"hold"');
  });
});

test.each<[string, (graph: FlowGraph) => FlowGraph, RegExp]>([
  [
    'edited code',
    (graph) =>
      changedNode(graph, 'code', (node) => {
        node.source += '\n';
      }),
    /was edited since/,
  ],
  [
    'steps on a pair of what the code makes',
    (graph) =>
      changedNode(graph, 'mapping', ({ fields }) => {
        Object.assign(fields[1] ?? {}, { transform: { forward: [{ kind: 'trim' }] } });
      }),
    /was given steps since/,
  ],
  [
    'a new pair of what the code makes',
    (graph) =>
      changedNode(graph, 'mapping', ({ fields }) => void fields.push({ left: 'tel', right: 'nick' })),
    /tel is there only through the code/,
  ],
  [
    'a mapping that is gone',
    (graph) => ({ ...graph, nodes: graph.nodes.filter(({ kind }) => kind !== 'mapping') }),
    /is not there any more/,
  ],
  [
    'code of its own',
    (graph) => changedNode(graph, 'code', (node) => void delete node.ejected),
    /from the start/,
  ],
])('%s stays code, and it is said why', (_, change, why) => {
  expect(whyNotReturned(ejected(), 'code')).toBeNull();
  expect(whyNotReturned(change(ejected()), 'code')).toMatch(why);
});

test('a filter becomes code in its place, and comes back', () => {
  const filtered = FlowGraph.parse({
    ...twentyFields,
    nodes: [
      ...twentyFields.nodes,
      { id: 'only', kind: 'filter', condition: 'visits > 3', leave: 'delete', label: 'Regulars' },
    ],
    edges: [
      { id: 'e0', source: 'crm', target: 'only' },
      { id: 'e1', source: 'only', target: 'map' },
      ...twentyFields.edges.slice(1),
    ],
  });
  const graph = FlowGraph.parse(ejectFilter(filtered, compile(filtered, twentySchemas).lanes, 'only'));
  expect(graph.edges).toEqual(filtered.edges);
  expect(graph.nodes.at(-1)).toMatchObject({
    id: 'only',
    kind: 'code',
    form: 'filter',
    leave: 'delete',
    label: 'Regulars',
    source: expect.stringContaining('record.visits !== null && record.visits > 3'),
  });
  expect(compile(graph, twentySchemas).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(returnEjected(graph, 'only')).toEqual(filtered);
});
