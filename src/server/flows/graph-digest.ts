import { createHash } from 'node:crypto';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { nodeMeaning } from '#core/flow/node-meaning.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * Digest of what a graph means: two graphs that differ only in the flow's name, in positions, in who
 * decided on a pair, or in the order of nodes and edges have the same.
 */
export function graphDigest(graph: FlowGraph): string {
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  const byValue = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
  const nodes = graph.nodes.map(nodeMeaning).sort(byId);
  const edges = [...graph.edges].sort(byId);
  const tables = (graph.tables ?? []).map(({ name, entries }) => ({
    name,
    entries: entries.toSorted(byValue),
  }));
  return createHash('sha256')
    .update(canonicalJson({ nodes, edges, ...(tables.length === 0 ? {} : { tables }) }))
    .digest('hex');
}
