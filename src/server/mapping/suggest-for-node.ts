import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { LaneEnd } from '#core/flow/lane.ts';
import { unfoldMapping } from '#core/flow/unfold-mapping.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { compileLanes } from '../code/compile-lanes.ts';
import { findConnection } from '../connections/find-connection.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { sampleSide } from './sample-side.ts';
import { sampleViewSide } from './sample-view-side.ts';
import { type FieldSuggestions, suggestBetween } from './suggest-fields.ts';

/** What is suggested for a mapping, and both sides as it sees them. */
export type NodeSuggestions = FieldSuggestions & { left: StreamSchema; right: StreamSchema };

/**
 * Suggests which fields of both sides of a mapping belong together: the fields that it sees, which code on a
 * side may have made, with values that the code made of a sample.
 *
 * @param asked.flowId a flow whose own pairs are not to count as decided before
 * @param asked.values look at values, too
 * @throws SyncError `NOT_FOUND` where the graph's mapping joins no two streams
 */
export async function suggestForNode(
  context: WorkspaceContext,
  asked: { graph: FlowGraph; nodeId: string; flowId?: string; values: boolean },
): Promise<NodeSuggestions> {
  const { graph, nodeId, flowId, values } = asked;
  const { lanes } = await compileLanes(context, graph);
  const lane = lanes.find(({ mappingNodeId }) => mappingNodeId === nodeId);
  if (!lane) throw new SyncError('NOT_FOUND', `The mapping "${nodeId}" joins no two streams that there are.`);
  const { left, right } = unfoldMapping(lane);
  const suggestions = await suggestBetween(
    context,
    sampleEnd(context, left, values),
    sampleEnd(context, right, values),
    flowId,
  );
  return { ...suggestions, left: left.stream, right: right.stream };
}

async function sampleEnd(context: WorkspaceContext, end: LaneEnd, values: boolean) {
  if (values && end.view) return sampleViewSide(context, end, end.view);
  const connection = await findConnection(context, { name: end.connection });
  return sampleSide(context, { connection, schema: end.stream }, values);
}
