import { expect, test } from 'vitest';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import { makeTemplate, templateConnections, withConnections } from '#core/templates/make-template.ts';
import { EditorStore } from '../store/editor-store.ts';
import { insertTemplate } from './insert-template.ts';

const flow = (nodes: object[], edges: object[] = [], more: object = {}) =>
  FlowGraph.parse({ formatVersion: 1, name: 'f', nodes, edges, ...more });

const from = flow(
  [
    { id: 'crm', kind: 'endpoint', connection: 'crm', stream: 'a', position: { x: 0, y: 0 } },
    { id: 'code', kind: 'code', source: 'tables.country.DE', position: { x: 400, y: 0 } },
    { id: 'merge', kind: 'code', form: 'merge', position: { x: 400, y: 200 } },
    { id: 'rule', kind: 'conflict', rule: { kind: 'code', node: 'merge' }, position: { x: 800, y: 0 } },
    { id: 'other', kind: 'note' },
  ],
  [
    { id: 'e1', source: 'crm', target: 'code' },
    { id: 'e2', source: 'code', target: 'rule' },
    { id: 'e3', source: 'rule', target: 'other' },
  ],
  {
    tables: [
      { name: 'country', entries: [['DE', 'Germany']] },
      { name: 'unread', entries: [] },
    ],
  },
);

function template(...ids: string[]) {
  const body = makeTemplate(from, new Set(ids));
  if (!body) throw new Error('no template');
  return body;
}

test('holds the steps, what lies between them, and the tables that their code reads', () => {
  const body = template('crm', 'code', 'merge', 'rule');
  expect(body.edges.map(({ id }) => id)).toEqual(['e1', 'e2']);
  expect(body.tables?.map(({ name }) => name)).toEqual(['country']);
  expect(template('rule')).not.toHaveProperty('tables');
  expect(makeTemplate(from, new Set())).toBeNull();
  expect(templateConnections(body)).toEqual(['crm']);
  expect(templateConnections(withConnections(body, new Map([['crm', 'app']])))).toEqual(['app']);
});

test('is put in under new ids, which what it names follows, and is taken back by one undo', () => {
  const store = new EditorStore(flow([{ id: 'code', kind: 'code', position: { x: 0, y: 0 } }]));
  const { nodes, tables } = insertTemplate(store, template('crm', 'code', 'merge', 'rule'), {
    at: { x: 0, y: 0 },
  });
  expect([nodes.length, tables]).toEqual([4, []]);
  expect(new Set(store.graph.nodes.map(({ id }) => id)).size).toBe(5);
  expect(store.graph.edges).toHaveLength(2);
  const merge = store.graph.nodes.find((node) => node.kind === 'code' && node.form === 'merge');
  expect(store.graph.nodes.find(({ kind }) => kind === 'conflict')).toMatchObject({
    rule: { kind: 'code', node: merge?.id },
  });
  expect(store.graph.tables?.map(({ name }) => name)).toEqual(['country']);
  expect([...store.selection.nodes].toSorted()).toEqual(nodes.toSorted());
  store.undo();
  expect(store.graph.nodes).toHaveLength(1);
  expect(store.graph).not.toHaveProperty('tables');
});

test('a single step goes into the edge; a table that the flow has stays, and is told', () => {
  const store = new EditorStore(
    flow(
      [
        { id: 'a', kind: 'endpoint', position: { x: 0, y: 0 } },
        { id: 'm', kind: 'mapping', position: { x: 600, y: 0 } },
      ],
      [{ id: 'e', source: 'a', target: 'm' }],
      { tables: [{ name: 'country', entries: [['FR', 'France']] }] },
    ),
  );
  const { nodes, tables } = insertTemplate(store, template('code'), { edge: 'e' });
  const [id = ''] = nodes;
  expect(store.graph.edges.map(({ source, target }) => [source, target])).toEqual([
    ['a', id],
    [id, 'm'],
  ]);
  expect(tables).toEqual(['country']);
  expect(store.graph.tables?.[0]?.entries).toEqual([['FR', 'France']]);
});
