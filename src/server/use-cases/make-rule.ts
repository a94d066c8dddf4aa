import { SyncError } from '#core/errors/sync-error.ts';
import type { ReDecide } from '#core/operations/bulk-action.ts';
import { BulkInput } from '#core/operations/bulk-input.ts';
import { describeRules } from '#core/operations/describe-rules.ts';
import { withRules } from '#core/operations/with-rules.ts';
import { fieldsDecided } from '#db/ledger/fields-decided.ts';
import type { LedgerSelection } from '#db/ledger/selected-records.ts';
import { findFlow } from '../flows/find-flow.ts';
import { parseGraph } from '../flows/parse-graph.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { deployFlow } from './deploy-flow.ts';
import { saveDraft } from './save-draft.ts';

/**
 * Makes the rules of a re-decision the flow's rules from now on: changes them in the draft and deploys it as a
 * version whose message names the operation. Throws `NOT_FOUND`, `DRAFT_NOT_DEPLOYED` where the draft holds
 * other changes, and what deploying throws.
 */
export async function makeRule(
  context: WorkspaceContext,
  { operationId }: { operationId: string },
): Promise<{ flowId: string; version: number; created: boolean }> {
  const { flowId, action, selection } = await findReDecision(context, operationId);
  const flow = await findFlow(context, { id: flowId });
  const live = flow.deployment?.version;
  if (!live || live.digest !== flow.draftDigest) {
    throw new SyncError(
      'DRAFT_NOT_DEPLOYED',
      `The draft of "${flow.name}" holds changes that are not deployed, which would be deployed with the rule.`,
    );
  }
  const lanes = await fieldsDecided(context.services.pool, context.workspace.id, selection);
  const decided = Object.fromEntries([...lanes].map(([id, fields]) => [id.slice(flowId.length + 1), fields]));
  const graph = withRules(parseGraph(flow.draft, flow.name), action, decided);
  const { revision } = await saveDraft(context, { id: flow.id, graph, revision: flow.draftRevision });
  const message = `${describeRules(action)}: conflicts were decided again so by operation ${operationId}`;
  return { flowId, ...(await deployFlow(context, { id: flow.id, revision, message, check: 'samples' })) };
}

async function findReDecision(
  context: WorkspaceContext,
  id: string,
): Promise<{ flowId: string; action: ReDecide; selection: LedgerSelection }> {
  const stored = await context.store.operations.find(id);
  const input = BulkInput.safeParse(stored?.input);
  const { flowId, action, selection, dryRun } = input.data ?? {};
  if (!flowId || dryRun || action?.kind !== 're-decide' || !selection || 'findings' in selection) {
    throw new SyncError('NOT_FOUND', 'There is no such re-decision.');
  }
  return { flowId, action, selection };
}
