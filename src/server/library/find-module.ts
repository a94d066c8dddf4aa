import { SyncError } from '#core/errors/sync-error.ts';
import type { ModuleVersion } from '#db/code-module-repository.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A module with its versions, newest first and without sources. Throws `NOT_FOUND`. */
export async function findModule({ store }: WorkspaceContext, name: string) {
  const module = await store.codeModules.find(name);
  if (module) return module;
  throw new SyncError('NOT_FOUND', `The library has no module "${name}".`);
}

/** One version of a module. Throws `NOT_FOUND` or `MODULE_MISSING`. */
export async function findModuleVersion(
  context: WorkspaceContext,
  name: string,
  number: number,
): Promise<ModuleVersion> {
  const version = await context.store.codeModules.version(name, number);
  if (version) return version;
  const { versions } = await findModule(context, name);
  const numbers = versions.map((each) => each.number).toReversed();
  throw new SyncError('MODULE_MISSING', `"${name}" has no version ${number}, but ${numbers.join(', ')}.`);
}
