import type { CodeModule } from '#core/code/code-program.ts';
import { wayTo } from '#core/code/module-uses.ts';
import { type ModulePins, pinModules } from '#core/code/pin-modules.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { loadCodeModules } from '#db/load-code-modules.ts';
import { canonicalJson } from '../flows/canonical-json.ts';
import { checkModule } from '../library/check-module.ts';
import { findModule, findModuleVersion } from '../library/find-module.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type NewModuleVersion = {
  name: string;
  source: string;
  message: string;
  /** The newest version when it was read; null for a module that is new. */
  after: number | null;
  /** Versions of what it imports; where it says none, those of `after`, else the newest. */
  imports: ModulePins;
};

export type SavedModule = {
  name: string;
  version: number;
  /** False where the newest version is the same already. */
  created: boolean;
  imports: ModulePins;
};

/**
 * Saves a new version of a module, or a new module. No flow changes by it: each keeps the version that it pins.
 *
 * @throws SyncError `MODULE_STALE` or `NAME_TAKEN` where somebody saved meanwhile, `MODULE_INVALID`, `MODULE_MISSING`
 */
export async function saveModule(context: WorkspaceContext, input: NewModuleVersion): Promise<SavedModule> {
  const { name, source, message, after } = input;
  const latest = after === null ? null : await latestOf(context, name, after);
  const imports = await pinsFor(context, input, latest?.imports ?? {});
  if (latest && latest.source === source && canonicalJson(latest.imports) === canonicalJson(imports)) {
    return { name, version: latest.number, created: false, imports };
  }
  const number = (after ?? 0) + 1;
  const imported = await loadImports(context, name, imports);
  await checkModule(context, { name, version: number, source }, imported);
  try {
    return await context.transaction(async (store, audit) => {
      const { id } = latest
        ? await findModule({ ...context, store }, name)
        : await store.codeModules.create(name);
      await store.codeModules.add(id, { number, source, imports, message, createdBy: context.actor.label });
      await audit({
        action: 'library.save',
        target: { kind: 'module', id, name },
        detail: { version: number, message },
      });
      return { name, version: number, created: true, imports };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    if (after === null) throw new SyncError('NAME_TAKEN', `The library has a module "${name}" already.`);
    await latestOf(context, name, after);
    throw error;
  }
}

async function latestOf(context: WorkspaceContext, name: string, after: number) {
  const { versions } = await findModule(context, name);
  const newest = versions[0];
  if (newest && newest.number !== after) {
    throw new SyncError(
      'MODULE_STALE',
      `${newest.createdBy} has saved version ${newest.number} of "${name}" since version ${after}.`,
      { detail: JSON.stringify({ version: newest.number, by: newest.createdBy, at: newest.createdAt }) },
    );
  }
  return findModuleVersion(context, name, after);
}

async function pinsFor(context: WorkspaceContext, input: NewModuleVersion, before: ModulePins) {
  const newest = await context.store.codeModules.newest();
  return pinModules(input.source, { ...before, ...input.imports }, newest) ?? {};
}

/** What it imports: it is there, and does not lead back to it. */
async function loadImports(
  context: WorkspaceContext,
  name: string,
  imports: ModulePins,
): Promise<CodeModule[]> {
  const known = await context.store.codeModules.allImports();
  const importsOf = (imported: string, version: number) =>
    known.find((each) => each.name === imported && each.number === version)?.imports ?? null;
  const circle = wayTo(name, imports, importsOf);
  if (circle) {
    throw new SyncError('MODULE_INVALID', `"${name}" would import itself: ${[name, ...circle].join(' → ')}.`);
  }
  return loadCodeModules(context.services.pool, context.workspace.id, imports);
}
