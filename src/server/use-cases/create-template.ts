import type { NewTemplate } from '#db/node-template-repository.ts';
import { requireFreeName } from '../templates/find-template.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Makes a template. Throws `NAME_TAKEN`. */
export async function createTemplate(
  context: WorkspaceContext,
  template: NewTemplate,
): Promise<{ id: string; version: number }> {
  return context.transaction(async (store, audit) => {
    await requireFreeName(store, template.name);
    const { id, version } = await store.nodeTemplates.create(template, context.actor.label);
    await audit({ action: 'template.create', target: { kind: 'template', id, name: template.name } });
    return { id, version };
  });
}
