import type { WorkspaceContext } from '../workspace-context.ts';

/** Asks the runners to try these records again now; how many there still were. */
export async function retryConflicts(context: WorkspaceContext, ids: string[]): Promise<{ count: number }> {
  return context.transaction(async (store, audit) => {
    const { flowIds, count } = await store.pending.retry(ids);
    for (const flowId of flowIds) await store.deployments.tellRunners(flowId);
    if (count > 0) {
      await audit({
        action: 'conflict.retry',
        target: { kind: 'record', id: ids.length === 1 ? (ids[0] ?? '') : '', name: `${count} records` },
        detail: { count },
      });
    }
    return { count };
  });
}
