import type { CodeModule, CodeProgram } from '#core/code/code-program.ts';
import { LIBRARY } from '#core/code/library-imports.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/**
 * Checks the types of a module as code that imports it will: with what it imports itself, and the standard library.
 *
 * @param imported every module that it imports, and those that these import
 * @throws SyncError `MODULE_INVALID` with the first line that is wrong in the message, and all of them in the detail
 */
export async function checkModule(
  { services }: WorkspaceContext,
  module: CodeModule,
  imported: readonly CodeModule[],
): Promise<void> {
  const program: CodeProgram = {
    form: 'filter',
    source: `import * as module from '${LIBRARY}${module.name}';\nexport const filter = (record: Input) => module !== null;\n`,
    input: [],
    output: [],
    modules: [module, ...imported],
    tables: {},
  };
  const problems = await services.codeChecker.check(program);
  // What an older version of another module has is not this one's to mend.
  const lines = problems
    .filter((problem) => problem.module === module.name || problem.module === null)
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  const [first] = lines;
  if (first === undefined) return;
  throw new SyncError('MODULE_INVALID', `${module.name} does not compile: ${first}`, {
    detail: lines.join('\n'),
  });
}
