import type { Side } from '#core/change/change-event.ts';
import type { SeenRecords } from '#core/code/node-samples.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { seenAtNode } from '#core/flow/seen-at-node.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { knownRows } from '../../code/known-rows.ts';
import { sampleView } from '../../code/sample-view.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';

/**
 * Reads some records of a side of a lane as a node sees them through the code that stands on that side, without
 * what is masked for the caller.
 *
 * @throws SyncError `NOT_FOUND` where the node sees that side without code or not at all, and what `sampleView` throws
 */
export async function sampleSeen(
  context: WorkspaceContext,
  asked: { graph: FlowGraph; nodeId: string; side: Side; limit: number },
): Promise<SeenRecords> {
  const { graph, nodeId, side, limit } = asked;
  const { lanes } = await compileLanes(context, graph);
  const found = seenAtNode(lanes, nodeId, side);
  if (!found) throw new SyncError('NOT_FOUND', `No code stands on the ${side} of "${nodeId}".`);
  const seen = await sampleView(context, found.connection, found.view, (session, stream) =>
    session.sample(stream, limit),
  );
  return { ...seen, rows: knownRows(seen) };
}
