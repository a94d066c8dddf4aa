import { expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { EditorStore } from '../store/editor-store.ts';
import { addTable, lookupsIn, readersOf, removeTable, setEntries } from './edit-tables.ts';
import { readTableText } from './read-table-text.ts';

const graph = FlowGraph.parse({
  formatVersion: 1,
  name: 'f',
  nodes: [
    { id: 'code', kind: 'code', label: 'Names', source: 'tables.country[a]' },
    {
      id: 'map',
      kind: 'mapping',
      label: 'Map',
      fields: [
        {
          left: 'country',
          right: 'land',
          transform: {
            forward: [
              {
                kind: 'lookup',
                entries: [
                  ['DE', 'Germany'],
                  [null, 'none'],
                ],
                unmatched: 'keep',
              },
            ],
          },
        },
      ],
    },
  ],
  edges: [],
});

test('CSV and what was copied from a spreadsheet are read; what a table cannot have is told', () => {
  expect(readTableText('\uFEFFDE,Germany\r\nFR,"Fran,ce"\n\n,nothing\nDE,again\nXX,\n')).toEqual({
    entries: [
      ['DE', 'Germany'],
      ['FR', 'Fran,ce'],
      ['XX', null],
    ],
    left: ['Row 3 has no value.', 'Row 4 lists "DE" again.'],
  });
  expect(readTableText('DE;"Ger""many"\nFR;""""""')).toMatchObject({
    entries: [
      ['DE', 'Ger"many'],
      ['FR', ''],
    ],
  });
  expect(readTableText('DE\tGermany, Berlin')).toMatchObject({ entries: [['DE', 'Germany, Berlin']] });
  expect(readTableText('one value\nof two lines')).toHaveProperty('refused');
  expect(readTableText(`${'x'.repeat(201)},a`)).toHaveProperty('refused');
  const many = Array.from({ length: 10_001 }, (_, index) => `${index},a`).join('\n');
  expect(readTableText(many)).toEqual({ refused: 'It has 10001 rows; a table takes 10,000.' });
});

test('tables are added under a free name, changed and removed, and each is undone', () => {
  const store = new EditorStore(graph);
  expect(addTable(store, 'country', [])).toBe(0);
  expect(addTable(store, 'country', [['DE', null]])).toBe(1);
  expect(addTable(store, 'two words', [])).toBe(2);
  expect(store.graph.tables?.map(({ name }) => name)).toEqual(['country', 'country2', 'table']);
  setEntries(store, 0, [['a', 'x']], '0:1');
  setEntries(store, 0, [['a', 'xy']], '0:1');
  store.undo();
  expect(store.graph.tables?.[0]?.entries).toEqual([]);
  removeTable(store, 2);
  removeTable(store, 1);
  removeTable(store, 0);
  expect(store.graph).not.toHaveProperty('tables');
  store.undo();
  expect(store.graph.tables?.map(({ name }) => name)).toEqual(['country']);
});

test('who reads a table, and what one can be made of', () => {
  expect(readersOf(graph, 'country')).toEqual([{ id: 'code', title: 'Names' }]);
  expect(readersOf(graph, 'other')).toEqual([]);
  expect(lookupsIn(graph)).toEqual([
    { id: 'map:0:0', label: 'Map: country → land', name: 'country', entries: [['DE', 'Germany']] },
  ]);
});
