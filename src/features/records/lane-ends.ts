import type { EndpointNode, FlowGraph, MappingNode } from '#core/flow/flow-graph.ts';
import { splitLaneId } from '#core/flow/split-lane-id.ts';

/** The two ends and the mapping of a lane. */
export type LaneEnds = { left: EndpointNode; right: EndpointNode; mapping: MappingNode };

/** Finds a lane's nodes by its id, `<flow>:<left>-<mapping>-<right>`; null when the graph has none such. */
export function laneEnds(graph: FlowGraph, laneId: string): LaneEnds | null {
  const { lane } = splitLaneId(laneId);
  const endpoints = graph.nodes.filter((node) => node.kind === 'endpoint');
  const mappings = graph.nodes.filter((node) => node.kind === 'mapping');
  for (const mapping of mappings) {
    for (const left of endpoints) {
      if (!lane.startsWith(`${left.id}-${mapping.id}-`)) continue;
      const right = endpoints.find((node) => lane === `${left.id}-${mapping.id}-${node.id}`);
      if (right) return { left, right, mapping };
    }
  }
  return null;
}
