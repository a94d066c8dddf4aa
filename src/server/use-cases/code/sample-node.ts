import { filledRow } from '#core/code/blank-value.ts';
import type { NodeSamples } from '#core/code/node-samples.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { Row } from '#core/values/value.ts';
import { compileLanes } from '../../code/compile-lanes.ts';
import { type NodePlace, placesOfNode } from '../../code/place-of-node.ts';
import { sampleView } from '../../code/sample-view.ts';
import type { WorkspaceContext } from '../../workspace-context.ts';

/**
 * Reads some records of the stream that a code node works on, and takes them through what stands between the
 * two. Code is given nothing that is masked for the caller, since what it makes of a value tells of it.
 *
 * @throws SyncError `NOT_FOUND` where the graph has no such node, `CODE_INVALID` where the node stands on no lane, and what reading the system, or opening code on the way, throws
 */
export async function sampleNode(
  context: WorkspaceContext,
  graph: FlowGraph,
  nodeId: string,
  limit: number,
): Promise<NodeSamples> {
  if (!graph.nodes.some(({ kind, id }) => kind === 'code' && id === nodeId)) {
    throw new SyncError('NOT_FOUND', `The flow has no code node "${nodeId}".`);
  }
  return samplesAt(context, placeOf((await compileLanes(context, graph)).lanes, nodeId), limit);
}

/** The same for a node whose place is known. */
export async function samplesAt(
  context: WorkspaceContext,
  { end, own, before, step }: NodePlace,
  limit: number,
): Promise<NodeSamples> {
  const view = { own, steps: before, passing: end.view?.passing ?? [] };
  const seen = await sampleView(context, end.connection, view, (session) => session.sample(own.name, limit));
  return { ...seen, rows: asGiven(step, seen.rows), entry: step.see };
}

/** The first place of a node on a lane. Throws `CODE_INVALID` where there is none. */
export function placeOf(lanes: readonly Lane[], nodeId: string): NodePlace {
  const [place] = placesOfNode(lanes, nodeId);
  if (place) return place;
  throw new SyncError(
    'CODE_INVALID',
    'The node stands on no path between two endpoints, so no stream has records for it.',
  );
}

/** Rows with the very fields that the node's function is given. */
export function asGiven({ see, code }: NodePlace['step'], rows: readonly Row[]): Row[] {
  return rows.map((row) => filledRow(see === 'backward' ? code.output : code.input, row));
}
