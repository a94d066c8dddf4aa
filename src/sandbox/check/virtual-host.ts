import { basename, dirname, join } from 'node:path';
import ts from '@typescript/typescript6';
import { typescriptLibs } from '#lib/typescript-libs.ts';

/** Strict, and without the types of any host: code has the language and what its node declares. */
export const checkOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: [...typescriptLibs],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  isolatedModules: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/** Code may name further ones, and does not get them. */
const allowed = new Set(typescriptLibs);
const libFolder = dirname(ts.getDefaultLibFilePath(checkOptions));
/** Parsed once: they are most of what a check reads. */
const libs = new Map<string, ts.SourceFile | undefined>();

/**
 * What the compiler sees: the given files by their path, the language's own types, nothing else of the disk.
 * @param resolve the path of a module that a file imports, where it may.
 */
export function virtualHost(
  files: ReadonlyMap<string, string>,
  resolve: (specifier: string) => string | undefined,
): ts.CompilerHost {
  const read = (path: string) => files.get(path);
  return {
    getSourceFile: (path, version) => {
      const text = read(path);
      if (text !== undefined) return ts.createSourceFile(path, text, version, true);
      return dirname(path) === libFolder ? languageFile(basename(path), version) : undefined;
    },
    getDefaultLibFileName: () => join(libFolder, 'lib.es5.d.ts'),
    getDefaultLibLocation: () => libFolder,
    writeFile: () => {},
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (path) => files.has(path),
    readFile: read,
    resolveModuleNameLiterals: (literals) =>
      literals.map(({ text }) => {
        const resolvedFileName = resolve(text);
        return {
          resolvedModule: resolvedFileName ? { resolvedFileName, extension: ts.Extension.Ts } : undefined,
        };
      }),
  };
}

/** Is the file one of those that say what the language itself has? */
export function isLanguage(fileName: string): boolean {
  return dirname(fileName) === libFolder;
}

function languageFile(
  name: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  if (!allowed.has(name)) return undefined;
  if (!libs.has(name)) {
    const path = join(libFolder, name);
    const text = ts.sys.readFile(path);
    libs.set(name, text === undefined ? undefined : ts.createSourceFile(path, text, version));
  }
  return libs.get(name);
}
