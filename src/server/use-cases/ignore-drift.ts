import { findDrift } from '../drift/find-drift.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Says that nothing is to be done about a drift, for as long as it lasts; or that it is to be looked at after all. */
export async function ignoreDrift(
  context: WorkspaceContext,
  input: { id: string; ignore: boolean },
): Promise<void> {
  const drift = await findDrift(context, input.id);
  const flow = await findFlow(context, { id: drift.flowId });
  await context.transaction(async (store, audit) => {
    await store.drifts.ignore(drift.id, input.ignore ? context.actor.label : null);
    await audit({
      action: input.ignore ? 'drift.ignore' : 'drift.consider',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { proposal: drift.title },
    });
  });
}
