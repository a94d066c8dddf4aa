import { type FlowBurn, readBurns } from '#db/figures/read-burns.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What is expected of a flow and how much of its error budget is used; null without a target. Throws `NOT_FOUND`. */
export async function showBurn(context: WorkspaceContext, { id }: { id: string }): Promise<FlowBurn | null> {
  const flow = await findFlow(context, { id });
  const [burn = null] = await readBurns(context.services.pool, [flow.id]);
  return burn;
}
