import type { Direction, FieldPair, FlowGraph } from '#core/flow/flow-graph.ts';
import type { CreatedStream } from '#core/tables/created-pairs.ts';
import { pathEnds } from './path-ends.ts';

const turned: Record<Direction, Direction> = { both: 'both', forward: 'backward', backward: 'forward' };

/**
 * Puts a stream that was made into its endpoint, and what joins it with its source into the mappings between the two:
 * whatever they held was about another stream. Changes the graph in place.
 *
 * @param source the connection that the stream was made from
 */
export function fillCreated(graph: FlowGraph, nodeId: string, source: string, created: CreatedStream): void {
  const endpoint = graph.nodes.find((node) => node.id === nodeId);
  if (endpoint?.kind !== 'endpoint') return;
  endpoint.stream = created.stream;
  for (const node of graph.nodes) {
    if (node.kind !== 'mapping') continue;
    const { left, right } = pathEnds(graph, node.id);
    const side = right?.id === nodeId ? 'right' : left?.id === nodeId ? 'left' : null;
    const other = side === 'right' ? left : right;
    if (!side || other?.connection !== source || other.stream !== created.source) continue;
    const flips = side === 'left';
    node.match = created.match.map(([from, to]) => (flips ? [to, from] : [from, to]));
    node.fields = created.pairs.map((pair) => (flips ? turn(pair) : pair));
    delete node.link;
  }
}

/** The stream that an endpoint is joined with, or else the first other one of the flow: what it may be made from. */
export function sourceFor(graph: FlowGraph, nodeId: string): { connection: string; stream: string } | null {
  const endpoints = graph.nodes.filter((node) => node.kind === 'endpoint');
  const { left, right } = pathEnds(graph, nodeId);
  const found = [left, right, ...endpoints].find(
    (node) => node && node.id !== nodeId && node.connection !== '' && node.stream !== '',
  );
  return found ? { connection: found.connection, stream: found.stream } : null;
}

function turn({ left, right, direction, ...rest }: FieldPair): FieldPair {
  return { left: right, right: left, ...(direction ? { direction: turned[direction] } : {}), ...rest };
}
