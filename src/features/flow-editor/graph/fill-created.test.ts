import { expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { fillCreated, sourceFor } from './fill-created.ts';

const decision = { kind: 'created' as const, reason: 'Created.' };
const created = {
  source: 'public.contacts',
  stream: 'public.made',
  match: [['id', 'Id']] as [string, string][],
  pairs: [
    { left: 'id', right: 'Id', decision },
    { left: 'shout', right: 'Shout', direction: 'forward' as const, decision },
  ],
};

test('a stream that was made goes into its endpoint, and its pairs into the mapping between', () => {
  const graph = structuredClone(exampleFlow());
  expect(sourceFor(graph, 'app')).toEqual({ connection: 'crm', stream: 'public.contacts' });
  fillCreated(graph, 'app', 'crm', created);
  expect(graph.nodes.find(({ id }) => id === 'app')).toMatchObject({ stream: 'public.made' });
  expect(graph.nodes.find(({ kind }) => kind === 'mapping')).toMatchObject({
    match: [['id', 'Id']],
    fields: created.pairs,
  });
  expect(FlowGraph.safeParse(graph).success).toBe(true);
});

test('on the left side the pairs are turned round', () => {
  const graph = structuredClone(exampleFlow());
  expect(sourceFor(graph, 'crm')).toEqual({ connection: 'app', stream: 'public.people' });
  fillCreated(graph, 'crm', 'app', { ...created, source: 'public.people' });
  expect(graph.nodes.find(({ kind }) => kind === 'mapping')).toMatchObject({
    match: [['Id', 'id']],
    fields: [
      { left: 'Id', right: 'id', decision },
      { left: 'Shout', right: 'shout', direction: 'backward', decision },
    ],
  });
});

test('a mapping to another stream than the source stays as it is', () => {
  const graph = structuredClone(exampleFlow());
  const before = structuredClone(graph.nodes.find(({ kind }) => kind === 'mapping'));
  fillCreated(graph, 'app', 'crm', { ...created, source: 'public.other' });
  expect(graph.nodes.find(({ kind }) => kind === 'mapping')).toEqual(before);
  expect(sourceFor({ ...graph, nodes: [], edges: [] }, 'app')).toBeNull();
});
