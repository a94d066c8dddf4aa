import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeMeaning } from '#core/flow/node-meaning.ts';

/** A value with the keys of its objects in order, so that equal values have equal texts. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, ordered(each)]),
  );
}

/** The graph's text less its name, and what says nothing about the sync. */
function meaning(graph: FlowGraph): string {
  const texts = (elements: readonly object[]) => elements.map((each) => JSON.stringify(ordered(each))).sort();
  return JSON.stringify({
    nodes: texts(graph.nodes.map(nodeMeaning)),
    edges: texts(graph.edges),
    tables: texts(graph.tables ?? []),
  });
}

/** Do two graphs say the same, wherever their nodes stand on the canvas, and whoever decided on it? */
export function sameMeaning(a: FlowGraph, b: FlowGraph): boolean {
  return a === b || meaning(a) === meaning(b);
}
