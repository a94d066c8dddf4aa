import { describe, expect, test } from 'vitest';
import { compiledExample, errors, warnings } from '#testing/compile-fixtures.ts';
import { FilterNode, type FlowGraph, FlowNode, MappingNode, RouterNode } from './flow-graph.ts';
import { planChanges } from './plan-changes.ts';

const branches = [
  { id: 'a', name: 'Named', condition: 'name != ""' },
  { id: 'b', name: 'With mail', condition: 'email != ""' },
];
const people2 = { id: 'app2', kind: 'endpoint' as const, connection: 'app', stream: 'public.people' };

/** Puts a router before the example's mapping, which is then behind its first branch. */
const routed =
  (more: Partial<RouterNode> = {}, first: string | undefined = 'a') =>
  (graph: FlowGraph) => {
    graph.nodes.push(RouterNode.parse({ id: 'router', kind: 'router', branches, ...more }));
    const edge = graph.edges.find(({ id }) => id === 'e1');
    if (!edge) throw new Error('no edge');
    graph.edges.push({
      id: 'out',
      source: 'router',
      target: edge.target,
      ...(first ? { branch: first } : {}),
    });
    edge.target = 'router';
  };
const filtersOf = (branch: string) =>
  compiledExample(routed({}, branch)).lanes[0]?.filters?.left?.map(({ nodeId: _, ...filter }) => filter);

describe('a router', () => {
  test('a branch takes what meets its condition and none before it; `otherwise` takes the rest', () => {
    expect(filtersOf('a')).toEqual([{ condition: 'name != ""', leave: 'delete' }]);
    expect(filtersOf('b')).toEqual([{ condition: 'email != ""', leave: 'delete', except: ['name != ""'] }]);
    expect(filtersOf('otherwise')).toEqual([
      { condition: 'true', leave: 'delete', except: ['name != ""', 'email != ""'] },
    ]);
  });

  test('a branch that leads nowhere is told; `otherwise` may lead nowhere', () => {
    const { problems } = compiledExample(routed());
    expect(errors(problems)).toEqual([]);
    expect(warnings(problems)).toEqual(['ROUTER_INVALID router']);
    expect(problems[0]?.message).toBe(
      'The branch "With mail" of router "router" leads nowhere, so its records are not carried.',
    );
  });

  test('filters and a second router may stand before and behind it', () => {
    const { lanes, problems } = compiledExample((graph) => {
      routed({}, 'b')(graph);
      graph.nodes.push(FilterNode.parse({ id: 'only', kind: 'filter', condition: 'id > 5' }));
      graph.nodes.push(
        RouterNode.parse({ id: 'second', kind: 'router', branches: [branches[0]], leave: 'keep' }),
      );
      const [into, out] = ['e1', 'out'].map((id) => graph.edges.find((edge) => edge.id === id));
      if (!into || !out) throw new Error('no edges');
      graph.edges.push({ id: 'f', source: 'only', target: 'router' });
      graph.edges.push({ id: 's', source: 'second', target: out.target, branch: 'otherwise' });
      into.target = 'only';
      out.target = 'second';
    });
    expect(errors(problems)).toEqual([]);
    expect(lanes[0]?.filters?.left).toEqual([
      { nodeId: 'only', condition: 'id > 5', leave: 'keep' },
      { nodeId: 'router', condition: 'email != ""', leave: 'delete', except: ['name != ""'] },
      { nodeId: 'second', condition: 'true', leave: 'keep', except: ['name != ""'] },
    ]);
  });

  test('edges must name a branch that there is, and branches be told apart', () => {
    const told = (change: (graph: FlowGraph) => void) => errors(compiledExample(change).problems);
    expect(told(routed({}, ''))).toContain('ROUTER_INVALID router/out');
    expect(told(routed({}, 'c'))).toContain('ROUTER_INVALID router/out');
    expect(told(routed({ branches: [] }, 'otherwise'))).toContain('ROUTER_INVALID router');
    const twice = [...branches, { id: 'a', name: 'Other', condition: 'true' }];
    expect(told(routed({ branches: twice }))).toContain('ROUTER_INVALID router');
    const named = [...branches, { id: 'c', name: 'Named', condition: 'true' }];
    expect(told(routed({ branches: named }))).toContain('ROUTER_INVALID router');
  });

  test('a condition of an earlier branch that says nothing, or does not fit, is told by the branch’s name', () => {
    const first = (condition: string) =>
      [{ id: 'a', name: 'Named', condition }, branches[1]] as typeof branches;
    const [empty] = compiledExample(routed({ branches: first('') }, 'b')).problems;
    expect(empty).toMatchObject({ code: 'FILTER_INVALID', nodeId: 'router' });
    expect(empty?.message).toBe('The branch "Named" says no condition yet.');
    const [wrong] = compiledExample(routed({ branches: first('nam != ""') }, 'b')).problems;
    expect(wrong?.message).toMatch(/^Branch "Named": No field is called "nam"/);
  });

  test('stands before the mappings, and two branches do not write one stream', () => {
    const behind = compiledExample((graph) => {
      graph.nodes.push(RouterNode.parse({ id: 'router', kind: 'router', branches }));
      const edge = graph.edges.find(({ id }) => id === 'e2');
      if (!edge) throw new Error('no edge');
      graph.edges.push({ id: 'out', source: 'router', target: edge.target, branch: 'a' });
      edge.target = 'router';
    });
    expect(errors(behind.problems)).toContain('ROUTER_INVALID router');
    const both = compiledExample((graph) => {
      routed()(graph);
      const mapping = graph.nodes.find(({ id }) => id === 'map') as MappingNode;
      graph.nodes.push(FlowNode.parse(people2), MappingNode.parse({ ...mapping, id: 'map2' }));
      graph.edges.push({ id: 'out2', source: 'router', target: 'map2', branch: 'b' });
      graph.edges.push({ id: 'end2', source: 'map2', target: 'app2' });
    });
    expect(errors(both.problems)).toContain('LANE_TWICE map2/end2');
  });
});

test('what changes in a router is told branch by branch', () => {
  const graphOf = (more: Partial<RouterNode>, first?: string) => {
    const graph: FlowGraph = {
      formatVersion: 1,
      name: 'x',
      nodes: [],
      edges: [{ id: 'e1', source: 'c', target: 'm' }],
    };
    routed(more, first)(graph);
    return graph;
  };
  const [a, b] = branches as [(typeof branches)[0], (typeof branches)[0]];
  const next = {
    branches: [
      { ...b, name: 'Mail' },
      { ...a, condition: 'true' },
      { id: 'c', name: 'New', condition: '' },
    ],
  };
  const told = (from: FlowGraph | null, to: FlowGraph) =>
    planChanges(from, to).map(({ sentence }) => sentence);
  expect(told(graphOf({}), graphOf({ ...next, leave: 'keep' }, 'b'))).toEqual([
    'Renames the branch "With mail" of router "router" to "Mail".',
    'The branch "Named" of router "router" takes what meets true.',
    'Adds the branch "New" to router "router", for what meets nothing yet.',
    'router "router" tries its branches in this order: Mail, Named, New.',
    'At router "router", a record that comes to another branch stays where it was before, too.',
    'Disconnects router "router" (Named) from "m".',
    'Connects router "router" (Mail) to "m".',
  ]);
  expect(told(graphOf({}), graphOf({ branches: [a] }))).toEqual([
    'Removes the branch "With mail" of router "router".',
  ]);
  expect(told(null, graphOf({}))).toContain(
    'Adds the branch "Named" to router "router", for what meets name != "".',
  );
});
