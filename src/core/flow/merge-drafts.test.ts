import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseDraft, draftEdits, edited, editsOf } from '#testing/draft-arbitrary.ts';
import { FlowGraph } from './flow-graph.ts';
import type { MergeChoice } from './merge/merge-value.ts';
import { mergeDrafts } from './merge-drafts.ts';

/** A draft without what one of two people has last, in one order. */
function meaningOf(graph: FlowGraph): unknown {
  const sorted = (list: unknown[]) => list.map((each) => JSON.stringify(ordered(each))).sort();
  const nodes = graph.nodes.map((node) => {
    const { position: _, ...rest } = node;
    if (rest.kind !== 'mapping') return rest;
    return { ...rest, fields: sorted(rest.fields.map(({ decision: __, ...pair }) => pair)) };
  });
  const edges = graph.edges.map(({ source, target }) => ({ source, target }));
  const tables = graph.tables?.map((table) => ({ ...table, entries: sorted(table.entries) }));
  return { nodes: sorted(nodes), edges: sorted(edges), tables };
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, part]) => [key, ordered(part)]);
}

const two = fc
  .tuple(baseDraft, draftEdits, draftEdits)
  .map(([base, ours, others]) => ({ base, mine: edited(base, ours), theirs: edited(base, others) }));

describe('whatever two people do to one draft', () => {
  test('merging with a side that changed nothing gives the other one', () => {
    fc.assert(
      fc.property(two, ({ base, mine }) => {
        const none = { conflicts: [], dropped: [] };
        expect(mergeDrafts(base, mine, base)).toEqual({ graph: mine, ...none });
        expect(mergeDrafts(base, base, mine)).toEqual({ graph: mine, ...none });
        expect(mergeDrafts(base, mine, structuredClone(mine))).toEqual({ graph: mine, ...none });
      }),
    );
  });

  test('it makes no difference who merges, but for what they choose', () => {
    fc.assert(
      fc.property(two, ({ base, mine, theirs }) => {
        const here = mergeDrafts(base, mine, theirs);
        const ids = here.conflicts.map(({ id }) => id);
        const there = mergeDrafts(base, theirs, mine, new Map(ids.map((id) => [id, 'theirs'])));
        expect(there.conflicts.map(({ id }) => id).sort()).toEqual([...ids].sort());
        expect(meaningOf(there.graph)).toEqual(meaningOf(here.graph));
      }),
    );
  });

  test('the result parses and no edge of it leads to a step that is gone, whatever is chosen', () => {
    const choice = fc.constantFrom<MergeChoice>('mine', 'theirs');
    fc.assert(
      fc.property(two, fc.infiniteStream(choice), ({ base, mine, theirs }, chosen) => {
        const { conflicts } = mergeDrafts(base, mine, theirs);
        const choices = new Map(conflicts.map(({ id }) => [id, chosen.next().value as MergeChoice]));
        const { graph } = mergeDrafts(base, mine, theirs, choices);
        expect(FlowGraph.safeParse(graph).error).toBeUndefined();
        const here = new Set(graph.nodes.map(({ id }) => id));
        expect(graph.edges.filter(({ source, target }) => !here.has(source) || !here.has(target))).toEqual(
          [],
        );
        expect(here.size).toBe(graph.nodes.length);
        const ends = graph.edges.map(({ source, target }) => `${source} ${target}`);
        expect(new Set(ends).size).toBe(ends.length);
      }),
    );
  });

  test('changes of different steps never conflict and all of them are there', () => {
    const nodes = Object.keys(editsOf);
    const apart = fc.shuffledSubarray(nodes, { minLength: 1, maxLength: nodes.length - 1 }).chain((ours) => {
      const edits = (ids: string[]) =>
        fc.array(fc.oneof(...ids.map((id) => editsOf[id] ?? fc.constant(() => undefined))));
      return fc.record({
        base: baseDraft,
        ours: edits(ours),
        others: edits(nodes.filter((id) => !ours.includes(id))),
      });
    });
    fc.assert(
      fc.property(apart, ({ base, ours, others }) => {
        const merged = mergeDrafts(base, edited(base, ours), edited(base, others));
        expect(merged.conflicts).toEqual([]);
        expect(merged.graph).toEqual(edited(base, [...ours, ...others]));
      }),
    );
  });
});

/** The base with one node's properties replaced. */
function withNode(graph: FlowGraph, id: string, more: object): FlowGraph {
  return FlowGraph.parse({
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === id ? { ...node, ...more } : node)),
  });
}

const base = FlowGraph.parse({
  formatVersion: 1,
  name: 'CRM and App',
  nodes: [
    { id: 'crm', kind: 'endpoint', connection: 'crm', stream: 'contacts' },
    {
      id: 'map',
      kind: 'mapping',
      fields: [
        { left: 'id', right: 'id' },
        { left: 'name', right: 'full_name' },
      ],
    },
    { id: 'code', kind: 'code', source: 'one\ntwo\nthree\nfour\nfive' },
    { id: 'app', kind: 'endpoint', connection: 'app', stream: 'people' },
  ],
  edges: [
    { id: 'e1', source: 'crm', target: 'map' },
    { id: 'e2', source: 'map', target: 'code' },
    { id: 'e3', source: 'code', target: 'app' },
  ],
});
const pairs = (...fields: object[]) => withNode(base, 'map', { fields });
const without = (id: string, ...edges: object[]) =>
  FlowGraph.parse({
    ...base,
    nodes: base.nodes.filter((node) => node.id !== id),
    edges: [...base.edges.filter((edge) => edge.source !== id && edge.target !== id), ...edges],
  });
const over = { id: 'over', source: 'map', target: 'app' };
const ends = (graph: FlowGraph) => graph.edges.map(({ source, target }) => `${source}-${target}`).sort();
const theirsOf = (...paths: string[][]) =>
  new Map(paths.map((path) => [JSON.stringify(path), 'theirs' as const]));

test('two people map different fields of one mapping, and both pairs are there', () => {
  const id = { left: 'id', right: 'id' };
  const name = { left: 'name', right: 'full_name' };
  const mine = pairs(id, { ...name, direction: 'forward' }, { left: 'email', right: 'mail' });
  const theirs = pairs(id, { left: 'phone', right: 'phone' }, { ...name, note: 'agreed' });
  const { graph, conflicts } = mergeDrafts(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(graph.nodes[1]).toMatchObject({
    fields: [
      id,
      { left: 'phone', right: 'phone' },
      { ...name, direction: 'forward', note: 'agreed' },
      { left: 'email', right: 'mail' },
    ],
  });
});

test('one pair that both turn another way is a conflict, and the choice decides', () => {
  const turned = (direction: string) =>
    pairs({ left: 'id', right: 'id', direction }, { left: 'name', right: 'full_name' });
  const [mine, theirs] = [turned('forward'), turned('backward')];
  const { graph, conflicts } = mergeDrafts(base, mine, theirs);
  const path = ['nodes', 'map', 'fields', '[["id"],["id"]]', 'direction'];
  expect(conflicts).toEqual([
    { id: JSON.stringify(path), path, base: undefined, mine: 'forward', theirs: 'backward' },
  ]);
  expect(graph).toEqual(mine);
  expect(mergeDrafts(base, mine, theirs, theirsOf(path)).graph).toEqual(theirs);
});

test('code is merged by its lines, and lines that both changed stand between markers', () => {
  const source = (text: string) => withNode(base, 'code', { source: text });
  const clean = mergeDrafts(
    base,
    source('ONE\ntwo\nthree\nfour\nfive'),
    source('one\ntwo\nthree\nfour\nFIVE'),
  );
  expect(clean.conflicts).toEqual([]);
  expect(clean.graph.nodes[2]).toMatchObject({ source: 'ONE\ntwo\nthree\nfour\nFIVE' });
  const [mine, theirs] = [source('one\ntwo\nmine\nfour\nfive'), source('one\ntwo\ntheirs\nfour\nFIVE')];
  const { conflicts } = mergeDrafts(base, mine, theirs);
  expect(conflicts.map(({ marked }) => marked)).toEqual([
    'one\ntwo\n<<<<<<< mine\nmine\n=======\ntheirs\n>>>>>>> theirs\nfour\nFIVE',
  ]);
  const [id = ''] = conflicts.map((conflict) => conflict.id);
  const chosen = mergeDrafts(base, mine, theirs, new Map([[id, { text: 'one\nboth' }]]));
  expect(chosen.graph.nodes[2]).toMatchObject({ source: 'one\nboth' });
});

test('a step that one removed and the other changed is a conflict; kept, it has its edges again', () => {
  const mine = without('code', over);
  const theirs = withNode(base, 'code', { source: 'changed' });
  const { graph, conflicts } = mergeDrafts(base, mine, theirs);
  expect(conflicts.map(({ path }) => path)).toEqual([['nodes', 'code']]);
  expect(graph).toEqual(mine);
  const kept = mergeDrafts(base, mine, theirs, theirsOf(['nodes', 'code'])).graph;
  expect(kept.nodes.map(({ id }) => id).sort()).toEqual(['app', 'code', 'crm', 'map']);
  expect(ends(kept)).toEqual(ends(base));
});

test('a step that one removed and the other only moved is gone', () => {
  const moved = withNode(base, 'code', { position: { x: 5, y: 5 } });
  const { graph, conflicts } = mergeDrafts(base, without('code', over), moved);
  expect(conflicts).toEqual([]);
  expect(ends(graph)).toEqual(['crm-map', 'map-app']);
});

test('a step that one removed and the other connected anew is a conflict', () => {
  const theirs = FlowGraph.parse({
    ...base,
    edges: [...base.edges, { id: 'e9', source: 'crm', target: 'code' }],
  });
  const { conflicts } = mergeDrafts(base, without('code', over), theirs);
  expect(conflicts.map(({ path }) => path)).toEqual([['nodes', 'code']]);
  const kept = mergeDrafts(base, without('code', over), theirs, theirsOf(['nodes', 'code'])).graph;
  expect(ends(kept)).toEqual(ends(theirs));
});

test('two steps put into one edge are a conflict over what stands there', () => {
  const put = (id: string) =>
    FlowGraph.parse({
      ...base,
      nodes: [...base.nodes, { id, kind: 'filter' }],
      edges: [
        ...base.edges.slice(1),
        { id: `${id}1`, source: 'crm', target: id },
        { id: `${id}2`, source: id, target: 'map' },
      ],
    });
  const [mine, theirs] = [put('active'), put('german')];
  const { graph, conflicts } = mergeDrafts(base, mine, theirs);
  expect(conflicts.map(({ path }) => path)).toEqual([['edges', 'crm → map']]);
  expect(ends(graph)).toEqual(ends(mine));
  expect(graph.nodes.map(({ id }) => id)).toContain('german');
  const other = mergeDrafts(base, mine, theirs, theirsOf(['edges', 'crm → map'])).graph;
  expect(ends(other)).toEqual(ends(theirs));
});

test('what becomes too long by merging is chosen as a whole', () => {
  const note = (text: string) =>
    FlowGraph.parse({ ...base, nodes: [...base.nodes, { id: 'n', kind: 'note', text }] });
  const middle = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
  const mine = note(`${'m'.repeat(2500)}\n${middle}`);
  const theirs = note(`${middle}\n${'t'.repeat(2500)}`);
  const { graph, conflicts } = mergeDrafts(note(middle), mine, theirs);
  expect(conflicts.map(({ path }) => path)).toEqual([['nodes', 'n']]);
  expect(FlowGraph.safeParse(graph).success).toBe(true);
  expect(graph).toEqual(mine);
});

test('code of thousands of lines is merged where it was changed', () => {
  const lines = Array.from({ length: 9000 }, (_, at) => `line ${at % 7}`);
  const source = (change: (all: string[]) => void) => {
    const all = [...lines];
    change(all);
    return withNode(base, 'code', { source: all.join('\n') });
  };
  const { graph, conflicts } = mergeDrafts(
    source(() => undefined),
    source((all) => void all.splice(4000, 1, 'mine')),
    source((all) => void all.splice(4200, 1, 'theirs')),
  );
  expect(conflicts).toEqual([]);
  expect(graph).toEqual(
    source((all) => {
      all[4000] = 'mine';
      all[4200] = 'theirs';
    }),
  );
});
