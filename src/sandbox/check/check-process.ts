import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProblem } from '#core/code/code-problem.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeUses } from '#core/code/code-use.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { codeUses } from './code-uses.ts';
import { inferFields } from './infer-fields.ts';
import { typeCheck } from './type-check.ts';

/** What a checker asks of its process, one thing at a time. */
export type CheckRequest = { kind: 'check' | 'infer' | 'uses'; program: CodeProgram };

/** What comes back. `ready` comes first, once the compiler is loaded and warm. */
export type CheckAnswer =
  | { kind: 'ready' }
  | { kind: 'problems'; problems: CodeProblem[] }
  | { kind: 'fields'; fields: CodeField[] | null }
  | { kind: 'uses'; uses: CodeUses }
  /** The compiler itself gave up. */
  | { kind: 'failed'; message: string };

const send = (message: CheckAnswer) => process.send?.(message);

process.on('message', ({ kind, program }: CheckRequest) => send(answer(kind, program)));
// Whoever it worked for is gone.
process.on('disconnect', () => process.exit());

// The language's own types are read and bound once, before anybody waits for it.
typeCheck(
  { form: 'filter', source: '', input: [], output: [], modules: [], tables: {} },
  libraryDeclarations,
);
send({ kind: 'ready' });

function answer(kind: CheckRequest['kind'], program: CodeProgram): CheckAnswer {
  try {
    switch (kind) {
      case 'check':
        return { kind: 'problems', problems: typeCheck(program, libraryDeclarations) };
      case 'infer':
        return { kind: 'fields', fields: inferFields(program, libraryDeclarations) };
      case 'uses':
        return { kind: 'uses', uses: codeUses(program, libraryDeclarations) };
    }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
