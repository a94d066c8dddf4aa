import { expect, test } from 'vitest';
import { exampleStreams } from '#testing/compile-fixtures.ts';
import { exampleFlow, schemasOf } from '#testing/flow-fixtures.ts';
import { missingStreams } from './missing-streams.ts';

const { 'crm public.contacts': contacts } = exampleStreams;
const graph = exampleFlow();
const withoutPeople = schemasOf({ 'crm public.contacts': contacts, 'app public.other': contacts });

test('a stream that a flow names and that is not there is wanted as its mapping names it', () => {
  const [missing, ...others] = missingStreams(graph, withoutPeople);
  expect(others).toEqual([]);
  expect(missing).toMatchObject({
    nodeId: 'app',
    connection: 'app',
    stream: 'public.people',
    from: { connection: 'crm', stream: 'public.contacts' },
    wish: { stream: 'public.contacts', name: 'public.people', match: ['id'] },
  });
  expect(missing?.wish.fields).toMatchObject({
    id: { name: 'contact_id', leaveOut: false },
    email: { name: 'email_address', leaveOut: false },
  });
  const unmapped = contacts.fields.filter(({ name }) => !missing?.wish.fields[name]?.name);
  for (const { name } of unmapped) expect(missing?.wish.fields[name]).toEqual({ leaveOut: true });
});

test('nothing is wanted where both are there, or neither', () => {
  expect(missingStreams(graph, schemasOf(exampleStreams))).toEqual([]);
  const neither = schemasOf({ 'crm public.x': contacts, 'app public.x': contacts });
  expect(missingStreams(graph, neither)).toEqual([]);
});

test('a mapping with nothing in it takes what is proposed', () => {
  const empty = {
    ...graph,
    nodes: graph.nodes.map((node) => (node.kind === 'mapping' ? { ...node, match: [], fields: [] } : node)),
  };
  const [missing] = missingStreams(empty, withoutPeople);
  expect(missing?.wish).toMatchObject({ fields: { id: {}, email: {} }, match: [] });
});
