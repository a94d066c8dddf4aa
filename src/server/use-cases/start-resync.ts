import { SyncError } from '#core/errors/sync-error.ts';
import { type KeyRange, keyRange } from '#core/flow/key-range.ts';
import type { Lane } from '#core/flow/lane.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/**
 * Queues a resync of one stream of a running flow. Throws `FLOW_NOT_RUNNING`, `STREAM_MISSING`,
 * `INPUT_INVALID` for a range that the two sides cannot share, `RUNNER_ABSENT`.
 */
export async function startResync(
  context: WorkspaceContext,
  { flowId, stream, from, to, rate }: KeyRange & { flowId: string; stream: string; rate: number | null },
): Promise<{ id: string }> {
  const flow = await findFlow(context, { id: flowId });
  if (flow.deployment?.desired !== 'running') {
    const state = flow.deployment ? `is ${flow.deployment.desired}` : 'was never deployed';
    throw new SyncError('FLOW_NOT_RUNNING', `"${flow.name}" ${state}: only a running flow can be resynced.`);
  }
  const lanes = flow.deployment.version.lanes as unknown as Lane[];
  const ends = lanes.flatMap((lane) =>
    (['left', 'right'] as const)
      .filter((side) => lane[side].stream.name === stream)
      .slice(0, 1)
      .map((side) => ({ lane, side })),
  );
  if (ends.length === 0) throw new SyncError('STREAM_MISSING', `"${flow.name}" carries no stream ${stream}.`);
  for (const { lane, side } of ends) keyRange(lane, side, { from, to });
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'resync',
      flowId: flow.id,
      input: { flowId: flow.id, stream, from, to, rate },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startResync',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { operationId: id, stream, rate },
    });
    return { id };
  });
}
