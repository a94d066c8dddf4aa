import { SyncError } from '#core/errors/sync-error.ts';
import type { TripRef } from '#db/breaker-repository.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Leaves a decision about a stopped lane for the runner. Throws `NOT_FOUND` when it waits no more. */
export async function decideTrip(
  context: WorkspaceContext,
  { id, verdict, ...ref }: TripRef & { id: string; verdict: 'approve' | 'discard' },
): Promise<void> {
  const flow = await findFlow(context, { id });
  await context.transaction(async (store, audit) => {
    const decided = await store.breakers.decide(flow.id, ref, {
      state: verdict === 'approve' ? 'approved' : 'discarded',
      by: context.actor.label,
      at: Date.now() * 1000,
    });
    if (!decided) throw new SyncError('NOT_FOUND', 'The breaker does not wait for this decision any more.');
    await store.deployments.tellRunners(flow.id);
    await audit({
      action: `breaker.${verdict}`,
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: ref,
    });
  });
}
