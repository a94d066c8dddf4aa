import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { compileFlow } from '../flows/compile-flow.ts';
import { findFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/**
 * Queues a survey of how the records of one mapping would be linked, as the graph has it, deployed or
 * not. Throws `NOT_FOUND` for another mapping, `FLOW_INVALID` while the mapping makes no lane, `RUNNER_ABSENT`.
 */
export async function startMatch(
  context: WorkspaceContext,
  { flowId, mapping, graph }: { flowId: string; mapping: string; graph?: FlowGraph | undefined },
): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  const tried = graph ?? parseGraph(flow.draft, flow.name);
  if (!tried.nodes.some((node) => node.id === mapping && node.kind === 'mapping')) {
    throw new SyncError('NOT_FOUND', `"${flow.name}" has no mapping "${mapping}".`);
  }
  const { lanes, problems } = await compileFlow(context, tried, { refresh: true });
  const lane = lanes.find((each) => each.mappingNodeId === mapping);
  if (!lane) {
    throw new SyncError('FLOW_INVALID', `The mapping "${mapping}" joins no two streams yet.`, {
      detail: JSON.stringify(problems),
    });
  }
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'match',
      flowId: flow.id,
      input: { flowId: flow.id, mapping, lane },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startMatch',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, mapping },
    });
    return { id };
  });
}
