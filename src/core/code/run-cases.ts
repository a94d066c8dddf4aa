import { z } from 'zod';
import type { CodeConflict, CodeFunctions, CodeResult, CodeRun } from '../ports/code-runner.ts';
import type { Row } from '../values/value.ts';
import { caseInput } from './case-input.ts';
import { CaseResult, type CodeCase } from './code-case.ts';
import { type CodeEntry, type CodeForm, entriesOf } from './code-form.ts';
import type { CodeProgram } from './code-program.ts';
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
  program: Pick<CodeProgram, 'form' | 'input' | 'output'>,
): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = [];
  for (const each of cases) {
    const has = entriesOf[program.form].includes(each.entry);
    const run = has ? await runOne(functions, each) : { results: [lacking(program.form, each.entry)] };
    const [result] = run.results;
    if (!result) throw new TypeError(`The case "${each.name}" came to nothing.`);
    const observed = 'observed' in run ? run.observed?.[0] : undefined;
    const differences = compareResult(each, result, program);
    outcomes.push({
      name: each.name,
      passed: differences.length === 0,
      got: toCaseResult(result),
      differences,
      line: result.kind === 'failed' && result.failure.module === null ? result.failure.line : null,
      micros: observed?.micros ?? 0,
      bytes: observed?.bytes ?? 0,
    });
  }
  return outcomes;
}

/** A case may be older than the form that its node has by now. */
function lacking(form: CodeForm, entry: CodeEntry): CodeResult {
  const message = `A code node of the form "${form}" has no function "${entry}".`;
  const place = { module: null, line: null, column: null };
  return { kind: 'failed', failure: { code: 'CODE_RESULT_INVALID', message, ...place } };
}

function runOne(functions: CodeFunctions, each: CodeCase): Promise<CodeRun> {
  const input = caseInput(each);
  const options = { observe: true };
  return each.entry === 'merge'
    ? functions.run('merge', [input as CodeConflict], options)
    : functions.run(each.entry, [input as Row], options);
}
