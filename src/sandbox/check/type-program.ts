import ts from '@typescript/typescript6';
import type { CodeProgram } from '#core/code/code-program.ts';
import { declareCode } from '#core/code/declare-code.ts';
import { entriesFile, entriesPath, nodePath } from './entries-file.ts';
import { checkOptions, virtualHost } from './virtual-host.ts';

const declarationsPath = '/declarations.d.ts';
const synclinePath = '/syncline.d.ts';
export const moduleFolder = '/library/';
/** A program as the compiler has it. */
export type TypedProgram = { compiled: ts.Program; checker: ts.TypeChecker; node: ts.SourceFile };

/**
 * Compiles a program in memory, with nothing but the language, the declarations of the node, the
 * standard library and the program's modules to see.
 * @param library declarations of the module `syncline`.
 */
export function typeProgram(program: CodeProgram, library: string): TypedProgram {
  const files = new Map([
    [nodePath, program.source],
    [declarationsPath, declareCode(program)],
    [synclinePath, library],
    [entriesPath, entriesFile(program.form)],
    ...program.modules.map(({ name, source }): [string, string] => [`${moduleFolder}${name}.ts`, source]),
  ]);
  const host = virtualHost(files, (specifier) => {
    if (specifier === nodePath) return nodePath;
    const path = `/${specifier}.ts`;
    return specifier.startsWith('library/') && files.has(path) ? path : undefined;
  });
  const compiled = ts.createProgram([...files.keys()], checkOptions, host);
  const node = compiled.getSourceFile(nodePath);
  if (!node) throw new TypeError('the compiler has lost the source');
  return { compiled, checker: compiled.getTypeChecker(), node };
}

/** A place in a file and what is wrong with it. */
export type Finding = {
  start: number;
  length: number;
  code: string;
  message: string;
};
