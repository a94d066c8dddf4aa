import type { FlowGraph, FlowNode } from '#core/flow/flow-graph.ts';
import { FORMAT_VERSION } from '#core/flow/flow-graph.ts';
import { defaultThresholds } from '#core/mapping/confidence-band.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { withPlaces } from '#features/flow-editor/graph/layout-graph.ts';
import { newId } from '#features/flow-editor/graph/new-id.ts';
import { drawSuggested } from '#nodes/mapping/draw-suggested.ts';
import { createNode } from '#nodes/registry.ts';

/** One side that a person chose. */
export type ChosenSide = { connection: string; schema: StreamSchema };

/** A whole lane between two streams: pairs that are sure enough by their names and types, the pair that finds records, a conflict rule. */
export function drawGuided(name: string, left: ChosenSide, right: ChosenSide): FlowGraph {
  const nodes: FlowNode[] = (['endpoint', 'mapping', 'conflict', 'endpoint'] as const).map((kind) =>
    createNode(kind, newId(kind)),
  );
  const sides = [left, right];
  for (const node of nodes) {
    if (node.kind === 'endpoint') {
      const side = sides.shift()!;
      node.connection = side.connection;
      node.stream = side.schema.name;
    } else if (node.kind === 'mapping') {
      const found = suggestPairs(left.schema, right.schema);
      drawSuggested(node, left.schema, right.schema, found, defaultThresholds.accept);
    }
  }
  const edges = nodes.slice(1).map((node, index) => ({
    id: newId('edge'),
    source: nodes[index]!.id,
    target: node.id,
  }));
  return withPlaces({ formatVersion: FORMAT_VERSION, name, nodes, edges });
}
