import type { Problem } from '#core/flow/problem.ts';
import type { CliOutput } from './cli-output.ts';

/** A flow's problems as lines: where, what, and how to mend it. */
export function problemLines(output: CliOutput, problems: Problem[]): string[] {
  return problems.flatMap((problem) => {
    const sign = problem.severity === 'error' ? output.tone('fail', '✗') : output.tone('warn', '!');
    const place = [
      problem.nodeId,
      problem.edgeId,
      problem.fieldIndex === null ? null : `field ${problem.fieldIndex + 1}`,
    ].filter((part) => part !== null);
    const where = place.length > 0 ? ` (${place.join(', ')})` : '';
    return [`  ${sign} ${problem.code}${where}: ${problem.message}`, `      ${problem.remedy}`];
  });
}
