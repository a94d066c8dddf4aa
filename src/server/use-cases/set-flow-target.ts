import type { FlowTarget } from '#core/figures/flow-target.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Sets what is expected of a flow, or, with null, that nothing is. Throws `NOT_FOUND`. */
export async function setFlowTarget(
  context: WorkspaceContext,
  { id, target }: { id: string; target: FlowTarget | null },
): Promise<void> {
  const flow = await findFlow(context, { id });
  await context.transaction(async (store, audit) => {
    await store.targets.set(flow.id, target, context.actor.label);
    await audit({
      action: 'figures.setTarget',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: target ?? { target: null },
    });
  });
}
