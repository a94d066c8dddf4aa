import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import { unfoldMapping } from '#core/flow/unfold-mapping.ts';
import { confidenceBand } from '#core/mapping/confidence-band.ts';
import { openPairs } from '#core/mapping/open-pairs.ts';
import { suggestPairs } from '#core/mapping/suggest-pairs.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { mappingThresholds } from './mapping-thresholds.ts';
import { pastDecisions } from './past-decisions.ts';

/** Two fields of a flow that nothing maps and that seem to belong together. */
export type OpenSuggestion = {
  nodeId: string;
  left: string;
  right: string;
  confidence: number;
  reason: string;
};

/** What is worth a look among the fields that a flow's lanes do not map, by names, types and past decisions; no value is read. */
export async function suggestForLanes(
  context: WorkspaceContext,
  graph: FlowGraph,
  lanes: readonly Lane[],
  flowId: string | undefined,
): Promise<OpenSuggestion[]> {
  const [past, thresholds] = await Promise.all([
    pastDecisions(context, flowId),
    mappingThresholds(context.store),
  ]);
  return lanes.flatMap((lane) => {
    const node = graph.nodes.find(({ id }) => id === lane.mappingNodeId);
    if (node?.kind !== 'mapping') return [];
    const { left, right } = unfoldMapping(lane);
    const { pairs } = suggestPairs(left.stream, right.stream, past);
    // Keys that each side makes for itself are no pair.
    const own = (pair: { left: string; right: string }) =>
      lane.fields.some((field) => field.key && field.left === pair.left && field.right === pair.right);
    return openPairs(node, pairs)
      .filter((pair) => !own(pair) && confidenceBand(pair.confidence, thresholds) !== 'leave')
      .map(({ left, right, confidence, reason }) => ({ nodeId: node.id, left, right, confidence, reason }));
  });
}
