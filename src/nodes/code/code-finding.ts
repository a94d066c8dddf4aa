import type { CodeProblem } from '#core/code/code-problem.ts';

/** Something wrong with the code of a node: found by the editor as one types, or by the server, which has the last word. */
export type CodeFinding = CodeProblem & { severity: 'error' | 'warning' };
