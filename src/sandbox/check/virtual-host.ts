import { basename, dirname, join } from 'node:path';
import ts from '@typescript/typescript6';

/** Strict, and without the types of any host: code has the language and what its node declares. */
export const checkOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
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

/** The language's own types: ES2023 with `using`, and what these rest on, nothing of browsers, and nothing that the sandbox takes away. */
const languageLib =
  /^lib\.(es5|esnext\.disposable|es20(1\d|2[0-3])(\.(?!sharedmemory|weakref).+)?|decorators(\.legacy)?)\.d\.ts$/;
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
    getDefaultLibFileName: () => join(libFolder, 'lib.es2023.d.ts'),
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

function languageFile(
  name: string,
  version: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  if (!languageLib.test(name)) return undefined;
  if (!libs.has(name)) {
    const path = join(libFolder, name);
    const text = ts.sys.readFile(path);
    libs.set(name, text === undefined ? undefined : ts.createSourceFile(path, text, version));
  }
  return libs.get(name);
}
