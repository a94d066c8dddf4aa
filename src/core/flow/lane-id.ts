import { findPaths, type LanePath } from './find-paths.ts';
import type { FlowGraph } from './flow-graph.ts';
import { ProblemList } from './problem-list.ts';

/** How a lane is called within its flow: the same for as long as its endpoints and its mapping are. */
export function laneIdOf({ left, mapping, right }: Pick<LanePath, 'left' | 'mapping' | 'right'>): string {
  return `${left.id}-${mapping.id}-${right.id}`;
}

/** The lanes that a graph draws, whether or not they could be deployed. */
export function laneIdsOf(graph: FlowGraph): string[] {
  return findPaths(graph, new ProblemList()).map(laneIdOf);
}
