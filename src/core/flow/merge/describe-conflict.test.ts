import { expect, test } from 'vitest';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { FlowGraph } from '../flow-graph.ts';
import { mergeDrafts } from '../merge-drafts.ts';
import { describeConflict } from './describe-conflict.ts';

const base = exampleFlow();
const withNode = (id: string, more: object) =>
  FlowGraph.parse({
    ...base,
    nodes: base.nodes.map((node) => (node.id === id ? { ...node, ...more } : node)),
  });
const without = (id: string) =>
  FlowGraph.parse({
    ...base,
    nodes: base.nodes.filter((node) => node.id !== id),
    edges: base.edges.filter(({ source, target }) => source !== id && target !== id),
  });
const words = (mine: FlowGraph, theirs: FlowGraph) =>
  mergeDrafts(base, mine, theirs).conflicts.map((conflict) =>
    describeConflict(conflict, { base, mine, theirs }),
  );
const turned = (direction: string) =>
  withNode('map', { fields: [{ left: 'id', right: 'contact_id', direction }] });
const put = (id: string) =>
  FlowGraph.parse({
    ...base,
    nodes: [...base.nodes, { id, kind: 'filter', label: id }],
    edges: [
      ...base.edges.slice(1),
      { id: `${id}1`, source: 'crm', target: id },
      { id: `${id}2`, source: id, target: 'map' },
    ],
  });

test('a setting of a pair by the names of its fields', () => {
  expect(words(turned('forward'), turned('backward'))).toEqual([
    {
      node: 'map',
      part: 'id → contact_id › direction',
      base: 'Nothing',
      mine: 'left to right',
      theirs: 'right to left',
    },
  ]);
});

test('a rule in words', () => {
  const ruled = (rule: object) => withNode('rule', { fields: { email: rule } });
  expect(words(ruled({ kind: 'hold' }), ruled({ kind: 'prefer', side: 'right' }))).toEqual([
    {
      node: 'rule',
      part: 'fields › email',
      base: 'left wins',
      mine: 'a person decides',
      theirs: 'right wins',
    },
  ]);
});

test('a step that one removed, and what the other did to it', () => {
  expect(words(without('rule'), withNode('rule', { label: 'Who wins' }))).toEqual([
    {
      node: 'rule',
      part: '',
      base: 'There',
      mine: 'Removed',
      theirs: 'Renames the conflict "rule" to Who wins.',
    },
  ]);
});

test('two steps in one edge', () => {
  expect(words(put('Active'), put('German'))).toEqual([
    {
      node: null,
      part: 'Between crm public.contacts → mapping "map"',
      base: 'crm public.contacts → mapping "map"',
      mine: 'crm public.contacts → Active\nActive → mapping "map"',
      theirs: 'crm public.contacts → German\nGerman → mapping "map"',
    },
  ]);
});
