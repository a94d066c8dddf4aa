import { createHash } from 'node:crypto';
import { type BuildFailure, build, type Message } from 'esbuild';
import { entriesOf } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { ProgramTexts } from './child/program-context.ts';
import { marshalSource } from './marshal-source.ts';
import { hostWrite, nodeModule, programModules } from './program-modules.ts';

/** A program as the children take it, with the map from its JavaScript back to the TypeScript. */
export type CompiledProgram = ProgramTexts & { id: string; map: string };

const KEPT = 500;
const compiled = new Map<string, Promise<CompiledProgram>>();

/**
 * Compiles a program: the code of the node with the modules that it imports as one script. What was compiled before
 * is known by a digest of all that goes in.
 * @throws SyncError `CODE_INVALID`, its detail `line 3, column 7` (of the module that the message names, else of the node)
 */
export function compileProgram(program: CodeProgram): Promise<CompiledProgram> {
  const { form, source, input, output, modules, tables } = program;
  const content = JSON.stringify([form, source, input, output, modules, tables]);
  const id = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const found = compiled.get(id) ?? compile(id, program);
  compiled.delete(id);
  compiled.set(id, found);
  found.catch(() => compiled.delete(id));
  const [oldest] = compiled.keys();
  if (compiled.size > KEPT && oldest !== undefined) compiled.delete(oldest);
  return found;
}

async function compile(id: string, program: CodeProgram): Promise<CompiledProgram> {
  const exported = entriesOf[program.form].join(', ');
  try {
    const { outputFiles } = await build({
      // An import that the code has no export for is an error of the code's.
      stdin: {
        contents: `export { ${exported} } from ${JSON.stringify(nodeModule)};`,
        loader: 'js',
        sourcefile: 'entry',
      },
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'neutral',
      target: 'node24',
      charset: 'utf8',
      legalComments: 'none',
      sourcemap: 'external',
      sourcesContent: false,
      outfile: '/code.js',
      absWorkingDir: '/',
      tsconfigRaw: '{ "compilerOptions": { "useDefineForClassFields": true } }',
      logLevel: 'silent',
      plugins: [programModules(program)],
    });
    const js = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
    const map = outputFiles.find(({ path }) => path.endsWith('.map'))?.text ?? '';
    // On one line with the first of the script, so that its lines are those of the map.
    const code = `(function (${hostWrite}) { "use strict"; const module = {}; ${js}\nreturn module.exports; })`;
    return { id, code, map, marshal: marshalSource(program), tables: JSON.stringify(program.tables) };
  } catch (error) {
    if (isBuildFailure(error)) throw invalid(error.errors[0], exported);
    throw error;
  }
}

function invalid(message: Message | undefined, exported: string): SyncError {
  const { file = '', line = 0, column = 0 } = message?.location ?? {};
  const text = message?.text ?? 'It does not compile.';
  const missing = /^No matching export in "[^"]*" for import "(\w+)"/.exec(text)?.[1];
  if (missing !== undefined && file === 'entry')
    return new SyncError('CODE_INVALID', `The code has to export ${exported}; it exports no "${missing}".`);
  const module = moduleOf(file);
  const where = module === null ? 'The code' : `The module "${module}"`;
  const detail = line > 0 ? `line ${line}, column ${column + 1}` : '';
  return new SyncError('CODE_INVALID', `${where} does not compile: ${text}`, { detail });
}

/** The library module that a source of the bundle is; null for the node's own code. */
export function moduleOf(source: string): string | null {
  return /^code:(library\/.+)$/.exec(source)?.[1] ?? null;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors);
}
