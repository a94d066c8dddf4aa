import type { FlowGraph, FlowNode } from './flow-graph.ts';
import type { Lane } from './lane.ts';

/** The graph with the fields' present types in every decision that has none yet: what it rests on from now on. */
export function withDecidedTypes(graph: FlowGraph, lanes: readonly Lane[]): FlowGraph {
  const nodes = graph.nodes.map((node): FlowNode => {
    const lane = lanes.find(({ mappingNodeId }) => mappingNodeId === node.id);
    if (node.kind !== 'mapping' || !lane) return node;
    const fields = node.fields.map((pair) => {
      const left = lane.left.stream.fields.find(({ name }) => name === pair.left);
      const right = lane.right.stream.fields.find(({ name }) => name === pair.right);
      if (!pair.decision || pair.decision.types || !left || !right) return pair;
      const types = { left: left.nativeType, right: right.nativeType };
      return { ...pair, decision: { ...pair.decision, types } };
    });
    return { ...node, fields };
  });
  return { ...graph, nodes };
}
