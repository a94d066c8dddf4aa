import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import { findFlow, type StoredFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { findDrift } from './find-drift.ts';

/** A proposal with the flow and the deployed lane that it is about. Throws `NOT_FOUND`, also when it is over. */
export async function driftingLane(context: WorkspaceContext, id: string) {
  const proposal = await findDrift(context, id);
  const flow = await findFlow(context, { id: proposal.flowId });
  const version = flow.deployment?.version;
  const lanes = (version?.lanes ?? []) as unknown as Lane[];
  const lane = lanes.find((each) => `${flow.id}:${each.id}` === proposal.laneId);
  if (!version || !lane) throw new SyncError('NOT_FOUND', 'There is no such proposal any more.');
  return { proposal, flow, lane };
}

/**
 * Refuses to deploy what nobody has seen: a draft with changes that are not deployed.
 * Throws `IN_USE`.
 */
export function requireDeployedDraft(flow: StoredFlow): void {
  if (flow.deployment?.version.digest === flow.draftDigest) return;
  throw new SyncError('IN_USE', `The draft of "${flow.name}" has changes that are not deployed.`, {
    detail: 'Deploy them or take them back first; or change the mapping in the draft and deploy both.',
  });
}
