import { expect, test } from 'vitest';
import { FlowGraph } from '../flow/flow-graph.ts';
import { isPinned, pinGraph } from './pin-graph.ts';

const graph = (...nodes: object[]) => FlowGraph.parse({ formatVersion: 1, name: 'f', nodes, edges: [] });
const source = "import { a } from 'library/text';";
const code = { id: 'c', kind: 'code', source };
const modulesOf = (flow: FlowGraph) => flow.nodes.map((node) => (node.kind === 'code' ? node.modules : null));

test('pins as the node says, else as it was, else the newest', () => {
  const pinned = (before: FlowGraph | null, node: object) =>
    modulesOf(pinGraph(before, graph(node), { text: 4 }));
  expect(pinned(graph({ ...code, modules: { text: 2 } }), { ...code, modules: { text: 3 } })).toEqual([
    { text: 3 },
  ]);
  expect(pinned(graph({ ...code, modules: { text: 2 } }), code)).toEqual([{ text: 2 }]);
  expect(pinned(null, code)).toEqual([{ text: 4 }]);
});

test('drops what is imported no more, and leaves what is unknown without a pin', () => {
  const after = graph({ id: 'c', kind: 'code', modules: { text: 2 } }, { ...code, id: 'd' });
  expect(isPinned(after)).toBe(false);
  const pinned = pinGraph(null, after, {});
  expect(modulesOf(pinned)).toEqual([undefined, undefined]);
  expect(pinned.nodes[0]).not.toHaveProperty('modules');
});

test('is asked for nothing where everything is pinned', () => {
  expect(isPinned(graph({ ...code, modules: { text: 1 } }, { id: 'n', kind: 'note' }))).toBe(true);
});
