import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';

/** A template, deleted or not. Throws `NOT_FOUND`. */
export async function findTemplate(store: WorkspaceStore, id: string) {
  const template = await store.nodeTemplates.find(id);
  if (template) return template;
  throw new SyncError('NOT_FOUND', 'There is no such template.');
}

/** Throws `NAME_TAKEN` where another template has the name. */
export async function requireFreeName(store: WorkspaceStore, name: string, exceptId?: string): Promise<void> {
  if (await store.nodeTemplates.isTaken(name, exceptId)) {
    throw new SyncError('NAME_TAKEN', `There is a template "${name}" already.`);
  }
}
