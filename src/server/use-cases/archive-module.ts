import { findModule } from '../library/find-module.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Offers a module no more, or again. What pins it keeps it. Throws `NOT_FOUND`. */
export async function archiveModule(
  context: WorkspaceContext,
  { name, archived }: { name: string; archived: boolean },
): Promise<void> {
  const module = await findModule(context, name);
  if ((module.archivedAt !== null) === archived) return;
  await context.transaction(async (store, audit) => {
    await store.codeModules.setArchived(module.id, archived);
    const action = archived ? 'library.archive' : 'library.restore';
    await audit({ action, target: { kind: 'module', id: module.id, name } });
  });
}
