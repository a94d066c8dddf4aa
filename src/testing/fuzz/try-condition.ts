import fc from 'fast-check';
import { filterSource } from '#core/code/eject/eject-filter.ts';
import { compileCondition } from '#core/expression/compile-condition.ts';
import { ExpressionProblem } from '#core/expression/expression-problem.ts';
import type { CodeRunner } from '#core/ports/code-runner.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Row } from '#core/values/value.ts';
import { conditionFields } from './draw-condition.ts';
import { valuesOf } from './draw-ejection.ts';

/**
 * Takes made-up records through a condition and its code, in the real sandbox.
 * @returns the records of which they tell otherwise, with the code; null for a condition that makes no sense
 */
export async function tryCondition(
  condition: string,
  records: { seed: number; count: number },
  runner: CodeRunner,
  scope: string,
): Promise<{ source: string; unlike: Row[] } | null> {
  const meets = compiled(condition);
  if (meets === null) return null;
  const source = filterSource(condition, conditionFields);
  const input = conditionFields.map(({ name, type, nullable }) => ({ name, type, nullable }));
  const rows = fc.sample(
    fc.record(Object.fromEntries(conditionFields.map((field) => [field.name, valuesOf(field)]))),
    { numRuns: records.count, seed: records.seed },
  );
  try {
    const program = { form: 'filter', source, input, output: input, modules: [], tables: {} } as const;
    const { results } = await (await runner.open(scope, program)).run('filter', rows);
    const unlike = rows.filter((row, at) => {
      const result = results[at];
      return result?.kind !== 'keep' || result.keep !== meets(row);
    });
    return { source, unlike };
  } finally {
    await runner.release(scope);
  }
}

function compiled(condition: string): ((row: Row) => boolean) | null {
  try {
    const { holds } = compileCondition({ fields: conditionFields }, condition);
    return (row) => {
      try {
        return holds(row);
      } catch (error) {
        if (error instanceof Misfit) return false;
        throw error;
      }
    };
  } catch (error) {
    if (error instanceof ExpressionProblem) return null;
    throw error;
  }
}
