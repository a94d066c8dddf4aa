import { SyncError } from '#core/errors/sync-error.ts';
import { isDemoIn } from '../demo/is-demo-in.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/** Queues edits on both sides of the demo. Throws `NOT_FOUND` when this workspace has no demo, `IN_USE` while others run. */
export async function startDemoTraffic(
  context: WorkspaceContext,
  input: { rate: number; conflicts: number; seconds: number },
): Promise<{ id: string }> {
  if (!(await isDemoIn(context))) throw new SyncError('NOT_FOUND', 'This workspace has no demo.');
  if (await context.store.operations.findUnfinished('demo-traffic')) {
    throw new SyncError('IN_USE', 'Changes are being made already.');
  }
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const createdBy = context.actor.label;
    const { id } = await store.operations.add({ kind: 'demo-traffic', flowId: null, input, createdBy });
    await audit({
      action: 'operation.startDemoTraffic',
      target: { kind: 'operation', id, name: 'demo-traffic' },
      detail: input,
    });
    return { id };
  });
}
