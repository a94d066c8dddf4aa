import type { FlowGraph } from '#core/flow/flow-graph.ts';
import type { Lane, LaneEnd, ViewStep } from '#core/flow/lane.ts';
import { nodeTitle } from '#core/flow/node-title.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { programOfStep } from './program-of-step.ts';

/**
 * Lanes with what the code on their sides does with the fields that it is given, so that a field that no code uses
 * can change while they run (E15). Throws SyncError `MODULE_MISSING`.
 */
export async function withCodeUses(
  context: WorkspaceContext,
  graph: FlowGraph,
  lanes: readonly Lane[],
): Promise<Lane[]> {
  const step = async (each: ViewStep): Promise<ViewStep> => {
    if (each.kind !== 'code') return each;
    const node = graph.nodes.find(({ id }) => id === each.code.nodeId);
    const title = node ? nodeTitle(node) : `"${each.code.nodeId}"`;
    const uses = await context.services.codeChecker.findUses(await programOfStep(context, each.code));
    return { ...each, code: { ...each.code, title, uses } };
  };
  const end = async (each: LaneEnd): Promise<LaneEnd> =>
    each.view
      ? { ...each, view: { ...each.view, steps: await Promise.all(each.view.steps.map(step)) } }
      : each;
  return Promise.all(
    lanes.map(async (lane) => ({ ...lane, left: await end(lane.left), right: await end(lane.right) })),
  );
}
