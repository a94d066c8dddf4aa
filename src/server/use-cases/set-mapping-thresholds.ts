import { SyncError } from '#core/errors/sync-error.ts';
import type { Thresholds } from '#core/mapping/suggestion.ts';
import { mappingThresholds, putMappingThresholds } from '../mapping/mapping-thresholds.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Sets from which confidence suggestions are taken and shown. Throws `INPUT_INVALID` where they would be taken unseen below what is shown. */
export async function setMappingThresholds(
  context: WorkspaceContext,
  thresholds: Thresholds,
): Promise<Thresholds> {
  if (thresholds.review > thresholds.accept) {
    throw new SyncError(
      'INPUT_INVALID',
      'What is taken by itself must be as sure as what is shown for review, or surer.',
    );
  }
  const { id, name } = context.workspace;
  await context.transaction(async (store, audit) => {
    const before = await mappingThresholds(store);
    await putMappingThresholds(store, thresholds);
    const target = { kind: 'workspace', id, name };
    await audit({ action: 'mapping.setThresholds', target, detail: { before, after: thresholds } });
  });
  return thresholds;
}
