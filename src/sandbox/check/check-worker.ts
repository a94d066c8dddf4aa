import { parentPort } from 'node:worker_threads';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { inferFields } from './infer-fields.ts';
import { typeCheck } from './type-check.ts';

/** What a checker asks of its thread, one thing at a time. */
export type CheckRequest = { kind: 'check' | 'infer'; program: CodeProgram };

/** What comes back. `ready` comes first, once the compiler is loaded and warm. */
export type CheckAnswer =
  | { kind: 'ready' }
  | { kind: 'problems'; problems: CodeProblem[] }
  | { kind: 'fields'; fields: CodeField[] | null }
  /** The compiler itself gave up. */
  | { kind: 'failed'; message: string };

const port = parentPort;
if (!port) throw new TypeError('this is a thread of a checker');

port.on('message', ({ kind, program }: CheckRequest) => {
  port.postMessage(answer(kind, program));
});

// The language's own types are read and bound once, before anybody waits for it.
typeCheck(
  { form: 'filter', source: '', input: [], output: [], modules: [], tables: {} },
  libraryDeclarations,
);
port.postMessage({ kind: 'ready' } satisfies CheckAnswer);

function answer(kind: CheckRequest['kind'], program: CodeProgram): CheckAnswer {
  try {
    return kind === 'check'
      ? { kind: 'problems', problems: typeCheck(program, libraryDeclarations) }
      : { kind: 'fields', fields: inferFields(program, libraryDeclarations) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
