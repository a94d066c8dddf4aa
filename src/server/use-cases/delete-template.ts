import { findTemplate, requireFreeName } from '../templates/find-template.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Deletes a template, or brings it back (`deleted` false). Throws `NOT_FOUND`, or `NAME_TAKEN` where another has its name now. */
export async function deleteTemplate(
  context: WorkspaceContext,
  { id, deleted }: { id: string; deleted: boolean },
): Promise<void> {
  await context.transaction(async (store, audit) => {
    const template = await findTemplate(store, id);
    if ((template.deletedAt !== null) === deleted) return;
    if (!deleted) await requireFreeName(store, template.name);
    await store.nodeTemplates.setDeleted(id, deleted);
    const action = deleted ? 'template.delete' : 'template.restore';
    await audit({ action, target: { kind: 'template', id, name: template.name } });
  });
}
