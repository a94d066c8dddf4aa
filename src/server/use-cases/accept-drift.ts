import { applyOption, type MappingChange } from '#core/drift/apply-option.ts';
import { takenOption } from '../drift/drift-option.ts';
import { driftingLane, requireDeployedDraft } from '../drift/drifting-lane.ts';
import { makeField } from '../drift/make-field.ts';
import type { StoredFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { deployFlow } from './deploy-flow.ts';
import { saveDraft } from './save-draft.ts';

/** The version that runs now, and the draft's revision. A restored field makes no new version. */
export type AcceptedDrift = { version: number | null; revision: number };

/**
 * Takes one of a proposal's options: changes the mapping, saves the draft and deploys it as a new version. An option
 * that makes a field first runs its statements: `sql`, as `planDrift` gave it and a person may have changed it.
 * Throws `IN_USE` where the draft holds other changes that nobody has deployed, `INPUT_INVALID` for an option that is
 * none of the proposal's, that is to be run on the system itself, or whose statements are missing, and what the
 * system says against a statement.
 */
export async function acceptDrift(
  context: WorkspaceContext,
  input: { id: string; option: number; sql?: string },
): Promise<AcceptedDrift> {
  const { proposal, flow, lane } = await driftingLane(context, input.id);
  const option = takenOption(proposal.options[input.option]);
  requireDeployedDraft(flow);
  const change: MappingChange | null =
    option.kind === 'create' ? await makeField(context, lane, option, input.sql) : option;
  const { label } = option;
  const accepted = change
    ? await deployChange(context, flow, lane, change, label)
    : { version: null, revision: flow.draftRevision };
  await context.transaction((_store, audit) =>
    audit({
      action: 'drift.accept',
      target: { kind: 'flow', id: flow.id, name: flow.name },
      detail: { proposal: proposal.title, option: label, version: accepted.version },
    }),
  );
  return accepted;
}

async function deployChange(
  context: WorkspaceContext,
  flow: StoredFlow,
  lane: Parameters<typeof applyOption>[1],
  change: MappingChange,
  message: string,
): Promise<{ version: number; revision: number }> {
  const graph = applyOption(parseGraph(flow.draft, flow.name), lane, change, new Date().toISOString());
  const { revision } = await saveDraft(context, { id: flow.id, graph, revision: flow.draftRevision });
  const { version } = await deployFlow(context, { id: flow.id, revision, message, check: 'samples' });
  return { version, revision };
}
