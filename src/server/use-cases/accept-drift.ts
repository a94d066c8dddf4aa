import { applyOption } from '#core/drift/apply-option.ts';
import type { DriftOption } from '#core/drift/proposal.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Lane } from '#core/flow/lane.ts';
import { findDrift } from '../drift/find-drift.ts';
import { findFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { deployFlow } from './deploy-flow.ts';
import { saveDraft } from './save-draft.ts';

/**
 * Takes one of a proposal's options: changes the mapping, saves the draft and deploys it as a new
 * version; gives that and the draft's revision. Throws `IN_USE` where the draft holds other changes that nobody has deployed,
 * `INPUT_INVALID` for an option that is none of the proposal's, or that is SQL to be run on the system.
 */
export async function acceptDrift(
  context: WorkspaceContext,
  input: { id: string; option: number },
): Promise<{ version: number; revision: number }> {
  const proposal = await findDrift(context, input.id);
  const option = mappingOption(proposal.options[input.option]);
  const flow = await findFlow(context, { id: proposal.flowId });
  const version = flow.deployment?.version;
  const lanes = (version?.lanes ?? []) as unknown as Lane[];
  const lane = lanes.find((each) => `${flow.id}:${each.id}` === proposal.laneId);
  if (!version || !lane) throw new SyncError('NOT_FOUND', 'There is no such proposal any more.');
  if (version.digest !== flow.draftDigest) {
    throw new SyncError('IN_USE', `The draft of "${flow.name}" has changes that are not deployed.`, {
      detail: 'Deploy them or take them back first; or change the mapping in the draft and deploy both.',
    });
  }
  const graph = applyOption(parseGraph(flow.draft, flow.name), lane, option);
  const { revision } = await saveDraft(context, { id: flow.id, graph, revision: flow.draftRevision });
  const deployed = await deployFlow(context, { id: flow.id, revision, message: option.label });
  await context.transaction((_store, audit) =>
    audit({
      action: 'drift.accept',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { proposal: proposal.title, option: option.label, version: deployed.version },
    }),
  );
  return { version: deployed.version, revision };
}

function mappingOption(option: DriftOption | undefined): Exclude<DriftOption, { kind: 'sql' }> {
  if (!option) throw new SyncError('INPUT_INVALID', 'The proposal has no such option.');
  if (option.kind !== 'sql') return option;
  throw new SyncError('INPUT_INVALID', `Run this on ${option.connection} yourself: ${option.sql}`);
}
