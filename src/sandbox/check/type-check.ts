import ts from '@typescript/typescript6';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import { inOwnWords } from '#core/code/in-own-words.ts';
import { checkEntries } from './check-entries.ts';
import { findForbidden } from './find-forbidden.ts';
import { type Finding, moduleFolder, typeProgram } from './type-program.ts';

/** More than anybody reads; each is found again once those before it are mended. */
const MOST_PROBLEMS = 100;

/** Everything that is wrong with a program, in the order of its lines, its modules after it. Empty where it may run. */
export function typeCheck(program: CodeProgram, library: string): CodeProblem[] {
  const typed = typeProgram(program, library);
  const { compiled, node } = typed;
  const modules = compiled.getSourceFiles().filter(({ fileName }) => fileName.startsWith(moduleFolder));
  const problems = [node, ...modules].flatMap((file) => {
    const forbidden = findForbidden(file, program.modules, typed.checker);
    const found = [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)]
      // What cannot be imported is said in words of ours, once.
      .filter(({ start }) => !forbidden.some((each) => each.start === start))
      .map((diagnostic) => problemOf(file, diagnostic));
    return [...forbidden.map((each) => problemOf(file, each)), ...found];
  });
  const sorted = problems.sort(
    (a, b) => (a.module ?? '').localeCompare(b.module ?? '') || a.line - b.line || a.column - b.column,
  );
  // What is exported is known once the source itself is sound.
  const entries = sorted.length === 0 ? checkEntries(typed, program.form) : [];
  return [...sorted, ...entries.map((each) => problemOf(node, each))].slice(0, MOST_PROBLEMS);
}

function problemOf(file: ts.SourceFile, found: Finding | ts.Diagnostic): CodeProblem {
  const start = found.start ?? 0;
  const from = file.getLineAndCharacterOfPosition(start);
  const to = file.getLineAndCharacterOfPosition(start + (found.length ?? 0));
  return {
    ...('message' in found
      ? { code: found.code, message: found.message }
      : inOwnWords({
          code: `TS${found.code}`,
          message: ts.flattenDiagnosticMessageText(found.messageText, '\n'),
        })),
    module: file.fileName.startsWith(moduleFolder)
      ? file.fileName.slice(moduleFolder.length).replace(/\.ts$/, '')
      : null,
    line: from.line + 1,
    column: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}
