import { expect, test } from 'vitest';
import { FlowGraph } from '../flow/flow-graph.ts';
import { type ImportsOf, moduleUses, wayTo } from './module-uses.ts';

const imports: Record<string, Record<string, number>> = {
  'text@1': {},
  'text@2': {},
  'people@1': { text: 1 },
  'teams@1': { people: 1 },
};
const importsOf: ImportsOf = (name, version) => imports[`${name}@${version}`] ?? null;

const graph = FlowGraph.parse({
  formatVersion: 1,
  name: 'f',
  nodes: [
    { id: 'a', kind: 'code', label: 'Names', modules: { text: 2 } },
    { id: 'b', kind: 'code', modules: { teams: 1, text: 2 } },
    { id: 'c', kind: 'code' },
    { id: 'd', kind: 'code', modules: { gone: 7 } },
  ],
  edges: [],
});

test('finds what a node pins, and what that imports, with the way there', () => {
  expect(moduleUses(graph, 'text', importsOf)).toEqual([
    { nodeId: 'a', title: 'Names', version: 2, via: [] },
    { nodeId: 'b', title: 'code "b"', version: 2, via: [] },
    { nodeId: 'b', title: 'code "b"', version: 1, via: ['teams', 'people'] },
  ]);
  expect(moduleUses(graph, 'people', importsOf)).toEqual([
    { nodeId: 'b', title: 'code "b"', version: 1, via: ['teams'] },
  ]);
  expect(moduleUses(graph, 'other', importsOf)).toEqual([]);
});

test('finds the way back to a module that something imports', () => {
  expect(wayTo('text', { teams: 1 }, importsOf)).toEqual(['teams', 'people', 'text']);
  expect(wayTo('teams', { text: 2 }, importsOf)).toBeNull();
});
