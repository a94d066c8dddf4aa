import { describe, expect, test } from 'vitest';
import { compiledExample } from '#testing/compile-fixtures.ts';
import { exampleFlow } from '#testing/flow-fixtures.ts';
import { type FlowGraph, FlowNode, type FlowTable } from './flow-graph.ts';
import { planChanges } from './plan-changes.ts';

const country: FlowTable = {
  name: 'country',
  entries: [
    ['DE', 'Germany'],
    ['XX', null],
  ],
};
const withTables = (...tables: FlowTable[]) => ({ ...exampleFlow(), tables });
const sentences = (before: FlowGraph, after: FlowGraph) =>
  planChanges(before, after).map(({ sentence }) => sentence);

describe('problems', () => {
  const problems = (change: (graph: FlowGraph) => void) =>
    compiledExample(change).problems.filter(({ code }) => code === 'TABLE_INVALID');

  test('a name that is used twice, and a value that a table lists twice', () => {
    const found = problems((graph) => {
      graph.tables = [
        country,
        {
          name: 'country',
          entries: [
            ['DE', 'a'],
            ['DE', 'b'],
            ['FR', null],
          ],
        },
      ];
    });
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', 'Two look-up tables are called "country".'],
      ['error', 'The look-up table "country" lists "DE" more than once.'],
    ]);
  });

  test('a table that code reads and the flow does not have', () => {
    const source =
      'export const transform = (r: Input) => ({ ...r, a: tables.region[r.a], b: tables.country.DE });';
    const [found, ...others] = problems((graph) => {
      graph.nodes.push(FlowNode.parse({ id: 'code', kind: 'code', source }));
      graph.tables = [country];
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      nodeId: 'code',
      message: 'code "code" reads the look-up table "region", which the flow does not have.',
      remedy: 'Read one that it has (country), or add the table.',
    });
  });
});

describe('changes', () => {
  test('a table that comes, goes, or lists other rows', () => {
    expect(sentences(exampleFlow(), withTables(country))).toEqual([
      'Adds the look-up table "country" with 2 rows.',
    ]);
    expect(sentences(withTables(country), exampleFlow())).toEqual(['Removes the look-up table "country".']);
    const other: FlowTable = {
      name: 'country',
      entries: [
        ['FR', ''],
        ['DE', 'Deutschland'],
      ],
    };
    expect(sentences(withTables(country), withTables(other))).toEqual([
      'In the look-up table "country", "DE" becomes "Deutschland".',
      'The look-up table "country" lists "XX" no more.',
      'In the look-up table "country", "FR" becomes "".',
    ]);
  });

  test('the order of rows makes no difference; many changes are told in numbers', () => {
    const turned = { ...country, entries: country.entries.toReversed() };
    expect(sentences(withTables(country), withTables(turned))).toEqual([]);
    const many: FlowTable = {
      name: 'country',
      entries: Array.from({ length: 30 }, (_, index) => [`${index}`, null]),
    };
    expect(sentences(withTables(country), withTables(many))).toEqual([
      'In the look-up table "country", 30 rows are added, 0 changed and 2 removed.',
    ]);
  });
});
