import type { CodeField } from '#core/code/code-field.ts';
import { type CodeValue, readCodeValue, writeCodeValue } from '#core/code/code-value.ts';
import type { CodeFunctions, CodeResult } from '#core/ports/code-runner.ts';
import type { Row } from '#core/values/value.ts';
import { runSource } from './run-source.ts';

/** The functions of a module that we wrote, run in this very process: `run` of the port. */
export function runEjected(
  source: string,
  input: readonly CodeField[],
  output: readonly CodeField[],
): Pick<CodeFunctions, 'run'> {
  const module = runSource(source);
  return {
    run: async (entry, inputs) => {
      const [given, made] = entry === 'backward' ? [output, input] : [input, output];
      const results = (inputs as readonly Row[]).map((row): CodeResult => {
        const record = Object.fromEntries(
          given.map(({ name, type }) => [name, readCodeValue(row[name] ?? null, type)]),
        );
        try {
          const result = module[entry]?.(record);
          if (typeof result === 'boolean') return { kind: 'keep', keep: result };
          const fields = made.filter(({ name }) => Object.hasOwn(result ?? {}, name));
          const texts = fields.map(
            ({ name, type }) => [name, writeCodeValue(result?.[name] as CodeValue, type)] as const,
          );
          return { kind: 'records', rows: [Object.fromEntries(texts)] };
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          return {
            kind: 'failed',
            failure: { code: 'CODE_FAILED', message, module: null, line: null, column: null },
          };
        }
      });
      return { results };
    },
  };
}
