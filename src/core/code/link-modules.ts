import type { CodeModule } from './code-program.ts';
import { LIBRARY, libraryImports } from './library-imports.ts';
import { type ModulePins, pinOf } from './pin-modules.ts';

/** A version of a module with the versions that it imports. */
export type PinnedModule = CodeModule & { imports: ModulePins };

/**
 * Makes modules one program, in which a name is one module. Where it holds several versions of a
 * module, because modules pin others than the code does, the code's own (or else the newest) keeps the
 * name; the others are called by name and version, as `text@2`, and the modules that import them are
 * made to say so. Nothing but these import paths changes in a source.
 *
 * @param pins what the code imports itself
 * @param modules these and all that they import, each version once
 */
export function linkModules(pins: ModulePins, modules: readonly PinnedModule[]): CodeModule[] {
  const nameOf = (name: string, version: number) =>
    version === plainVersion(name, pins, modules) ? name : `${name}@${version}`;
  return modules.map(({ name, version, source, imports }) => ({
    name: nameOf(name, version),
    version,
    source: withPaths(source, (imported) => {
      const pinned = pinOf(imports, imported);
      return pinned === undefined ? imported : nameOf(imported, pinned);
    }),
  }));
}

function plainVersion(name: string, pins: ModulePins, modules: readonly PinnedModule[]): number {
  const versions = modules.filter((module) => module.name === name).map(({ version }) => version);
  return pinOf(pins, name) ?? Math.max(...versions);
}

function withPaths(source: string, nameOf: (imported: string) => string): string {
  return libraryImports(source)
    .toReversed()
    .reduce(
      (text, { name, from, to }) => `${text.slice(0, from)}${LIBRARY}${nameOf(name)}${text.slice(to)}`,
      source,
    );
}
