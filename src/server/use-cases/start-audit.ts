import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerAnchor } from '#core/ledger/audit-report.ts';
import { findFlow } from '../flows/find-flow.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import { requireRunner } from './require-runner.ts';

/**
 * Queues an audit of the ledger: of a flow's lanes, or of all that the workspace has or had. Throws `INPUT_INVALID`
 * for an anchor of another workspace, `NOT_FOUND`, `RUNNER_ABSENT`.
 */
export async function startAudit(
  context: WorkspaceContext,
  { flowId, anchor }: { flowId: string | null; anchor: LedgerAnchor | null },
): Promise<{ id: string }> {
  const { slug, id: workspaceId, name } = context.workspace;
  const flow = flowId === null ? null : await findFlow(context, { id: flowId });
  if (anchor && anchor.workspace !== slug) {
    throw new SyncError('INPUT_INVALID', `The anchor is of the workspace "${anchor.workspace}".`);
  }
  await requireRunner(context);
  return context.transaction(async (store, audit) => {
    const { id } = await store.operations.add({
      kind: 'audit',
      // Work on a flow goes to the runner that has it; an audit reads the store alone.
      flowId: null,
      input: { flowId: flow?.id ?? null, anchor },
      createdBy: context.actor.label,
    });
    await audit({
      action: 'operation.startAudit',
      target: flow
        ? { kind: 'flow', id: flow.id, name: flow.name }
        : { kind: 'workspace', id: workspaceId, name },
      detail: { operationId: id, anchored: anchor !== null },
    });
    return { id };
  });
}
