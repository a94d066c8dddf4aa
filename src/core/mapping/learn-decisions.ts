import type { FlowGraph } from '../flow/flow-graph.ts';
import type { PastDecision } from './past-decision.ts';

/**
 * What a workspace has decided about pairs of field names: those that its flows map and those that they
 * turned down, each counted once a flow. A pair that took itself teaches nothing, nor does a decision that
 * was reopened, until somebody stands by it.
 *
 * @param flows for each flow its graphs: draft, deployed version
 */
export function learnDecisions(flows: readonly (readonly FlowGraph[])[]): PastDecision[] {
  const counts = new Map<string, PastDecision>();
  for (const graphs of flows) {
    const seen = new Set<string>();
    const count = (left: string, right: string, verdict: PastDecision['verdict']) => {
      const key = JSON.stringify([left, right, verdict]);
      if (seen.has(key) || left === '' || right === '') return;
      seen.add(key);
      counts.set(key, { left, right, verdict, times: (counts.get(key)?.times ?? 0) + 1 });
    };
    for (const node of graphs.flatMap(({ nodes }) => nodes)) {
      if (node.kind !== 'mapping') continue;
      for (const { left, right, decision } of node.fields) {
        if (decision?.kind !== 'automatic' && !decision?.reopened) count(left, right, 'accepted');
      }
      for (const { left, right } of node.rejected ?? []) count(left, right, 'rejected');
    }
  }
  return [...counts.values()];
}
