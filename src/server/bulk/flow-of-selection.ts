import { SyncError } from '#core/errors/sync-error.ts';
import { flowsOfSelection, type LedgerSelection } from '#db/ledger/selected-records.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** The one flow that a selection's lines are of. Throws `INPUT_INVALID` where there are several, `NOT_FOUND` for none. */
export async function flowOfSelection(
  context: WorkspaceContext,
  selection: LedgerSelection,
): Promise<string> {
  if (selection.filter.flowId !== undefined) return selection.filter.flowId;
  const flows = await context.store.flowList();
  const found = await flowsOfSelection(
    context.services.pool,
    context.workspace.id,
    selection,
    flows.map(({ id }) => id),
  );
  const [only] = found;
  if (only === undefined) throw new SyncError('NOT_FOUND', 'No line of the ledger matches.');
  if (found.length > 1) {
    const names = flows.filter(({ id }) => found.includes(id)).map(({ name }) => `"${name}"`);
    throw new SyncError(
      'INPUT_INVALID',
      `An action runs on one flow, and these lines are of several: choose ${names.join(' or ')} as the flow first.`,
    );
  }
  return only;
}
