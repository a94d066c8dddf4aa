import type { OwnLedgerPolicy } from '#core/ledger/ledger-policy.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Sets how long lines of the ledger are kept and what they hold; parts that are absent stay. A runner takes it up
 * within seconds, and removes what is too old within ten minutes. Throws `NOT_FOUND`.
 *
 * @param flowId null for all flows of the workspace that say nothing themselves
 */
export async function setLedgerPolicy(
  context: WorkspaceContext,
  flowId: string | null,
  change: Partial<OwnLedgerPolicy>,
): Promise<OwnLedgerPolicy> {
  const { workspace } = context;
  const target =
    flowId === null
      ? { kind: 'workspace', id: workspace.id, name: workspace.name }
      : { kind: 'flow', id: flowId, name: (await findFlow(context, { id: flowId })).name };
  return context.transaction(async (store, audit) => {
    const policy = { ...(await store.ledgerPolicies.get(flowId)), ...change };
    await store.ledgerPolicies.set(flowId, policy);
    await audit({ action: 'ledger.setPolicy', target, detail: change });
    return policy;
  });
}
