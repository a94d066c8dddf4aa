import { CodeName } from '../flow/flow-graph.ts';
import { type FoundImport, findImports } from './find-imports.ts';

/** How code names a module of the workspace's library. */
export const LIBRARY = 'library/';

/** An import of a module of the library, and where its specifier stands. */
export type LibraryImport = FoundImport & { name: string };

/** What a source imports from the workspace's library, in order. */
export function libraryImports(source: string): LibraryImport[] {
  return findImports(source).flatMap((found) => {
    if (!found.specifier.startsWith(LIBRARY)) return [];
    const name = CodeName.safeParse(found.specifier.slice(LIBRARY.length));
    return name.success ? [{ ...found, name: name.data }] : [];
  });
}
