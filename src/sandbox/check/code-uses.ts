import ts from '@typescript/typescript6';
import { entriesOf } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeUses } from '#core/code/code-use.ts';
import { exportOf } from './export-of.ts';
import { functionOf } from './function-of.ts';
import { makesOf } from './makes-of.ts';
import { RecordUses } from './record-uses.ts';
import { typeProgram } from './type-program.ts';

/**
 * What each function of a program does with the fields that it is given, of those that leave no doubt about it.
 * @param library declarations of the module `syncline`.
 */
export function codeUses(program: CodeProgram, library: string): CodeUses {
  const { checker, node } = typeProgram(program, library);
  const uses: CodeUses = {};
  for (const entry of entriesOf[program.form]) {
    if (entry === 'merge') continue;
    const declaration = exportOf(checker, node, entry);
    const made = declaration && isFixed(declaration) && functionOf(declaration);
    // A function of a shared module is not looked into.
    if (!made || made.getSourceFile() !== node) continue;
    const found = new RecordUses(checker, node, made, entry === 'batch');
    if (found.look()) uses[entry] = { reads: [...found.reads], passes: found.passes, ...makesOf(found) };
  }
  return uses;
}

/** Is it the same function for good? */
function isFixed(declaration: ts.Declaration): boolean {
  return (
    !ts.isVariableDeclaration(declaration) ||
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0
  );
}
