import ts from '@typescript/typescript6';
import { type CodeForm, entriesOf } from '#core/code/code-form.ts';
import { entryTypes } from '#core/code/declare-code.ts';
import { entriesPath } from './entries-file.ts';
import { exportOf } from './export-of.ts';
import type { Finding, TypedProgram } from './type-program.ts';

/** Says which functions of the form are missing, or are not what they must be: at the function's name. */
export function checkEntries({ compiled, checker, node }: TypedProgram, form: CodeForm): Finding[] {
  const file = compiled.getSourceFile(entriesPath);
  if (!file) throw new TypeError('the compiler has lost the functions');
  const diagnostics = compiled.getSemanticDiagnostics(file);
  return entriesOf[form].flatMap((entry, index): Finding[] => {
    const declared = exportOf(checker, node, entry);
    const type = entryTypes[entry];
    if (!declared) {
      const message = `The code exports no function "${entry}". Write: export const ${entry}: ${type} = …`;
      return [{ start: 0, length: 0, code: 'EXPORT_MISSING', message }];
    }
    const place = placeOf(declared, node);
    return diagnostics
      .filter(({ start }) => file.getLineAndCharacterOfPosition(start ?? 0).line === index + 1)
      .map(({ code, messageText }) => ({
        ...place,
        code: `TS${code}`,
        message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      }));
  });
}

/** Where the node's own source names the declaration; a module's one is named where it is exported. */
function placeOf(declaration: ts.Declaration, node: ts.SourceFile): { start: number; length: number } {
  if (declaration.getSourceFile() !== node) return { start: 0, length: 0 };
  const name = ts.getNameOfDeclaration(declaration) ?? declaration;
  return { start: name.getStart(node), length: name.getWidth(node) };
}
