import { type CodeForm, entriesOf } from '#core/code/code-form.ts';
import { entryTypes } from '#core/code/declare-code.ts';

export const nodePath = '/node.ts';
export const entriesPath = '/entries.ts';

/** A module that takes each function of the form out of the node's, one a line, as what it must be. */
export function entriesFile(form: CodeForm): string {
  const lines = entriesOf[form].map(
    (entry) => `export const ${entry}: ${entryTypes[entry]} = code.${entry};`,
  );
  return [`import * as code from '${nodePath}';`, ...lines, ''].join('\n');
}
