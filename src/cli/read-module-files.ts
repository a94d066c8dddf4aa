import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { libraryImports } from '#core/code/library-imports.ts';
import { CodeName } from '#core/flow/flow-graph.ts';
import { CliError, exitCodes, usageError } from './cli-error.ts';

/** A module as a file holds it: the file is called like the module. */
export type ModuleFile = { name: string; source: string; file: string };

/**
 * Reads modules from files named `<name>.ts`, and puts those that others of them import first.
 * Throws a usage error where a file cannot be read or no module can be called like it.
 */
export async function readModuleFiles(files: string[]): Promise<ModuleFile[]> {
  return importedFirst(await Promise.all(files.map(readModuleFile)));
}

async function readModuleFile(file: string): Promise<ModuleFile> {
  const name = basename(file).replace(/\.ts$/, '');
  if (!basename(file).endsWith('.ts') || !CodeName.safeParse(name).success) {
    throw usageError(
      `${file} names no module.`,
      'Call the file like the module, as in library/text.ts: letters, digits, - and _, a letter first.',
    );
  }
  try {
    return { name, source: await readFile(file, 'utf8'), file };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('INPUT_INVALID', `${file} cannot be read.`, {
      detail: why,
      remedy: 'Give the path of a file that is there.',
      exitCode: exitCodes.usage,
      cause,
    });
  }
}

/** In a circle whatever comes first: the server tells of it. */
function importedFirst(modules: ModuleFile[]): ModuleFile[] {
  const byName = new Map(modules.map((module) => [module.name, module]));
  const ordered = new Set<ModuleFile>();
  const entered = new Set<ModuleFile>();
  const add = (module: ModuleFile) => {
    if (entered.has(module)) return;
    entered.add(module);
    for (const { name } of libraryImports(module.source)) {
      const imported = byName.get(name);
      if (imported) add(imported);
    }
    ordered.add(module);
  };
  for (const module of modules) add(module);
  return [...ordered];
}
