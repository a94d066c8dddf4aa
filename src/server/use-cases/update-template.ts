import { SyncError } from '#core/errors/sync-error.ts';
import type { NewTemplate } from '#db/node-template-repository.ts';
import { findTemplate, requireFreeName } from '../templates/find-template.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Gives a template other words, or other steps, over the version that was looked at. Flows that it was put
 * into stay as they are. Throws `NOT_FOUND`, `NAME_TAKEN`, or `PREVIEW_STALE` where somebody saved meanwhile.
 */
export async function updateTemplate(
  context: WorkspaceContext,
  { id, version, ...change }: { id: string; version: number } & Partial<NewTemplate>,
): Promise<{ id: string; version: number }> {
  return context.transaction(async (store, audit) => {
    const template = await findTemplate(store, id);
    const name = change.name ?? template.name;
    await requireFreeName(store, name, id);
    if (!(await store.nodeTemplates.saveOver(id, version, change, context.actor.label))) {
      throw new SyncError(
        'PREVIEW_STALE',
        `${template.updatedBy} has changed the template "${template.name}" since you looked at it.`,
      );
    }
    const detail = name === template.name ? { version: version + 1 } : { before: template.name };
    await audit({ action: 'template.update', target: { kind: 'template', id, name }, detail });
    return { id, version: version + 1 };
  });
}
