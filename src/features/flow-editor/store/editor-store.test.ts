import { describe, expect, it } from 'vitest';
import { FlowGraph, type FlowNode } from '#core/flow/flow-graph.ts';
import {
  addStep,
  connectSteps,
  copySelected,
  duplicateSelected,
  editNode,
  moveNodes,
  nudgeSelected,
  paste,
  removeBranch,
  removeSelected,
  tidyUp,
} from './editor-actions.ts';
import { EditorStore } from './editor-store.ts';

function contacts(): FlowGraph {
  return FlowGraph.parse({
    formatVersion: 1,
    name: 'Contacts',
    nodes: [
      { id: 'crm', kind: 'endpoint', connection: 'crm', stream: 'public.contacts', position: { x: 0, y: 0 } },
      { id: 'map', kind: 'mapping', position: { x: 344, y: 0 } },
      { id: 'app', kind: 'endpoint', connection: 'app', stream: 'public.people', position: { x: 688, y: 0 } },
    ],
    edges: [
      { id: 'e1', source: 'crm', target: 'map' },
      { id: 'e2', source: 'map', target: 'app' },
    ],
  });
}

const pairs = (store: EditorStore) => store.graph.edges.map((edge) => `${edge.source}>${edge.target}`);

const setLabel = (label: string) => (node: FlowNode) => {
  node.label = label;
};

describe('editor store', () => {
  it('undoes and redoes every kind of edit, with its selection', () => {
    const store = new EditorStore(contacts());
    const steps = [store.graph];
    const note = addStep(store, 'note', { at: { x: 0, y: 300 } });
    steps.push(store.graph);
    editNode(store, note, (node) => {
      if (node.kind === 'note') node.text = 'Ask legal';
    });
    steps.push(store.graph);
    store.selectNode('map');
    removeSelected(store);
    steps.push(store.graph);
    tidyUp(store);
    steps.push(store.graph);
    for (const graph of steps.slice(0, -1).reverse()) {
      store.undo();
      expect(store.graph).toEqual(graph);
    }
    store.undo();
    expect(store.graph).toEqual(steps[0]);
    for (const graph of steps.slice(1)) {
      store.redo();
      expect(store.graph).toEqual(graph);
    }
  });

  it('takes one undo step per drag, per run of typing, and per run of arrow keys', () => {
    const store = new EditorStore(contacts());
    for (let x = 0; x < 50; x += 1) moveNodes(store, new Map([['crm', { x, y: x }]]), 'drag');
    store.endGesture();
    for (const label of ['C', 'CR', 'CRM']) {
      editNode(
        store,
        'crm',
        (node) => {
          node.label = label;
        },
        'label',
      );
    }
    store.selectNode('crm');
    for (let n = 0; n < 5; n += 1) nudgeSelected(store, 1, 0, false);
    expect(store.state.getState().past).toHaveLength(3);
    store.undo();
    store.undo();
    expect(store.graph.nodes[0]).toMatchObject({ position: { x: 49, y: 49 } });
    expect(store.graph.nodes[0]).not.toHaveProperty('label');
    store.undo();
    expect(store.graph).toEqual(contacts());
  });

  it('keeps typing in two fields apart', () => {
    const store = new EditorStore(contacts());
    editNode(store, 'crm', setLabel('A'), 'label');
    editNode(store, 'app', setLabel('B'), 'label');
    expect(store.state.getState().past).toHaveLength(2);
  });

  it('forgets redo after a new edit, and counts an edit that changes nothing as none', () => {
    const store = new EditorStore(contacts());
    addStep(store, 'note', { at: { x: 0, y: 300 } });
    store.undo();
    store.edit(() => {});
    expect(store.state.getState().future).toHaveLength(1);
    addStep(store, 'note', { at: { x: 0, y: 300 } });
    expect(store.state.getState().future).toHaveLength(0);
  });

  it('inserts a step into an edge and makes room behind it', () => {
    const store = new EditorStore(contacts());
    const rule = addStep(store, 'conflict', { edge: 'e2' });
    expect(pairs(store)).toEqual(['crm>map', `map>${rule}`, `${rule}>app`]);
    const at = (id: string) => store.graph.nodes.find((node) => node.id === id)!.position!.x;
    expect(at(rule)).toBeGreaterThanOrEqual(344 + 240);
    expect(at('app')).toBeGreaterThanOrEqual(at(rule) + 240);
    expect(store.selection.nodes).toEqual(new Set([rule]));
  });

  it('adds a step after another, connected and beside it', () => {
    const store = new EditorStore(contacts());
    const next = addStep(store, 'mapping', { after: 'app' });
    expect(pairs(store)).toContain(`app>${next}`);
    expect(store.graph.nodes.find((node) => node.id === next)?.position?.x).toBeGreaterThan(688);
  });

  it('removes a step with its edges and leaves its neighbours connected', () => {
    const store = new EditorStore(contacts());
    store.selectNode('map');
    removeSelected(store);
    expect(pairs(store)).toEqual(['crm>app']);
    store.undo();
    store.selectNode('app');
    removeSelected(store);
    expect(pairs(store)).toEqual(['crm>map']);
  });

  it('refuses edges to itself, twice, in a circle, and to notes', () => {
    const store = new EditorStore(contacts());
    const note = addStep(store, 'note', { at: { x: 0, y: 300 } });
    const before = store.graph;
    for (const [source, target] of [
      ['crm', 'crm'],
      ['crm', 'map'],
      ['crm', note],
    ] as const) {
      connectSteps(store, source, target);
    }
    expect(store.graph).toBe(before);
  });

  it('pastes into another flow under new ids, away from what is there', () => {
    const one = new EditorStore(contacts());
    one.select({ nodes: new Set(['crm', 'map']), edges: new Set() });
    const text = copySelected(one)!;
    const other = new EditorStore({ formatVersion: 1, name: 'Other', nodes: [], edges: [] });
    expect(paste(other, text)).toBe(true);
    expect(paste(other, text)).toBe(true);
    expect(other.graph.nodes).toHaveLength(4);
    expect(other.graph.edges).toHaveLength(2);
    expect(new Set(other.graph.nodes.map((node) => node.id)).size).toBe(4);
    expect(new Set(other.graph.nodes.map((node) => `${node.position?.x} ${node.position?.y}`)).size).toBe(4);
    expect(other.graph.nodes.some((node) => ['crm', 'map', 'app'].includes(node.id))).toBe(false);
    expect(FlowGraph.safeParse(other.graph).success).toBe(true);
    other.undo();
    expect(other.graph.nodes).toHaveLength(2);
  });

  it('pastes nothing from a text that is something else', () => {
    const store = new EditorStore(contacts());
    for (const text of ['hello', '{"syncline":"nodes"}', '{"syncline":', '[]']) {
      expect(paste(store, text)).toBe(false);
    }
    expect(store.state.getState().past).toHaveLength(0);
  });

  it('duplicates what is selected and selects the copy', () => {
    const store = new EditorStore(contacts());
    store.selectAll();
    duplicateSelected(store);
    expect(store.graph.nodes).toHaveLength(6);
    expect(store.graph.edges).toHaveLength(4);
    expect(store.selection.nodes.size).toBe(3);
    expect(store.selection.nodes.has('crm')).toBe(false);
  });

  it('drops what an undo removed from the selection', () => {
    const store = new EditorStore(contacts());
    const id = addStep(store, 'note', { at: { x: 0, y: 300 } });
    expect(store.selection.nodes.has(id)).toBe(true);
    store.undo();
    expect(store.selection.nodes.size).toBe(0);
  });

  it('keeps the branches of a router through connecting, inserting, removing, and copying', () => {
    const store = new EditorStore(contacts());
    const router = addStep(store, 'router', { edge: 'e1' });
    const ways = () =>
      store.graph.edges
        .filter(({ source }) => source === router)
        .map(({ target, branch }) => `${branch} ${target.replace(/_.*/, '')}`);
    expect(ways()).toEqual(['branch_1 map']);
    const second = addStep(store, 'mapping', { after: router });
    expect(ways()).toEqual(['branch_1 map', 'otherwise mapping']);
    const into = store.graph.edges.find(({ branch }) => branch === 'branch_1');
    const filter = addStep(store, 'filter', { edge: into?.id ?? '' });
    expect(ways()).toEqual(['otherwise mapping', 'branch_1 filter']);
    store.selectNode(filter);
    removeSelected(store);
    expect(ways()).toEqual(['otherwise mapping', 'branch_1 map']);
    store.select({ nodes: new Set([router, second]), edges: new Set() });
    const clip = copySelected(store) ?? '';
    const other = new EditorStore({ ...contacts(), nodes: [], edges: [] });
    expect(paste(other, clip)).toBe(true);
    expect(other.graph.edges.map(({ branch }) => branch)).toEqual(['otherwise']);
    removeBranch(store, router, 'branch_1');
    expect(ways()).toEqual(['otherwise mapping']);
    store.undo();
    expect(ways()).toEqual(['otherwise mapping', 'branch_1 map']);
    connectSteps(store, router, 'app', 'otherwise');
    expect(ways()).toContain('otherwise app');
  });

  it('moves a note with the step that it belongs to, and lets it go with that', () => {
    const store = new EditorStore(contacts());
    const note = addStep(store, 'note', { at: { x: 344, y: 160 } });
    editNode(store, note, (node) => {
      if (node.kind === 'note') node.about = 'map';
    });
    const placeOf = () => store.graph.nodes.find(({ id }) => id === note)?.position;
    const was = placeOf() ?? { x: 0, y: 0 };
    moveNodes(store, new Map([['map', { x: 424, y: 40 }]]), 'drag');
    expect(placeOf()).toEqual({ x: was.x + 80, y: was.y + 40 });
    moveNodes(store, new Map([['crm', { x: 8, y: 8 }]]), 'other');
    expect(placeOf()).toEqual({ x: was.x + 80, y: was.y + 40 });
    store.selectNode('map');
    removeSelected(store);
    expect(store.graph.nodes.find(({ id }) => id === note)).not.toHaveProperty('about');
  });
});
