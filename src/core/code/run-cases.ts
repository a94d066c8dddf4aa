import { z } from 'zod';
import type { CodeConflict, CodeFunctions, CodeRun } from '../ports/code-runner.ts';
import type { Row } from '../values/value.ts';
import { caseInput } from './case-input.ts';
import { CaseResult, type CodeCase } from './code-case.ts';
import type { CodeField } from './code-field.ts';
import { compareResult, ResultDifference, toCaseResult } from './compare-result.ts';

/** What became of a case. */
export const CaseOutcome = z.object({
  name: z.string(),
  passed: z.boolean(),
  got: CaseResult,
  /** None where it passed. */
  differences: z.array(ResultDifference),
  /** The line of the TypeScript where it failed. */
  line: z.int().nullable(),
  /** Microseconds and bytes of the heap that it took. */
  micros: z.number(),
  bytes: z.number(),
});
export type CaseOutcome = z.infer<typeof CaseOutcome>;

/**
 * Runs the cases of a code node, in order. Each is given to its function alone, so that none is to blame for
 * another one. Rejects as the functions do, with `CODE_UNAVAILABLE`.
 */
export async function runCases(
  functions: CodeFunctions,
  cases: readonly CodeCase[],
  fields: { input: readonly CodeField[]; output: readonly CodeField[] },
): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  for (const each of cases) {
    const run = await runOne(functions, each);
    const [result] = run.results;
    if (!result) throw new TypeError(`The case "${each.name}" came to nothing.`);
    const differences = compareResult(each, result, fields);
    outcomes.push({
      name: each.name,
      passed: differences.length === 0,
      got: toCaseResult(result),
      differences,
      line: result.kind === 'failed' && result.failure.module === null ? result.failure.line : null,
      micros: run.observed?.[0]?.micros ?? 0,
      bytes: run.observed?.[0]?.bytes ?? 0,
    });
  }
  return outcomes;
}

function runOne(functions: CodeFunctions, each: CodeCase): Promise<CodeRun> {
  const input = caseInput(each);
  const options = { observe: true };
  return each.entry === 'merge'
    ? functions.run('merge', [input as CodeConflict], options)
    : functions.run(each.entry, [input as Row], options);
}
