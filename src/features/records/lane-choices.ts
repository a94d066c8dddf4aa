import { findPaths } from '#core/flow/find-paths.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { ProblemList } from '#core/flow/problem-list.ts';

/** The lanes of a flow to choose from, by their ids within the flow. */
export function laneChoices(graph: FlowGraph | null): { value: string; label: string }[] {
  if (!graph) return [];
  return findPaths(graph, new ProblemList()).map(({ left, mapping, right }) => ({
    value: `${left.id}-${mapping.id}-${right.id}`,
    label: `${left.connection} ${left.stream} – ${right.connection} ${right.stream}`,
  }));
}
