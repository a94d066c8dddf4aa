import { isPinned, pinGraph } from '#core/code/pin-graph.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * The graph with a version for each module that its code imports: what it says itself, else what
 * `before` has, else the newest of the library. What the library does not have stays without one.
 */
export async function pinDraft(
  { store }: WorkspaceContext,
  before: FlowGraph | null,
  after: FlowGraph,
): Promise<FlowGraph> {
  return isPinned(after) ? after : pinGraph(before, after, await store.codeModules.newest());
}
