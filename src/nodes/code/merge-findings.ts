import type { CodeProblem } from '#core/code/code-problem.ts';
import { moduleOf } from './code-files.ts';
import type { CodeFinding } from './code-finding.ts';

/** What the editor marks in a file, lines and columns from 1. */
type Mark = {
  path: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  severity: CodeFinding['severity'];
  message: string;
  code?: string;
};

/** What the editor marks, as the server would tell it. */
export function findingOf({ path, line, column, severity, message, ...mark }: Mark): CodeFinding {
  return {
    module: moduleOf(path),
    line,
    column,
    endLine: mark.endLine ?? line,
    endColumn: mark.endColumn ?? column,
    severity,
    message,
    code: mark.code ? numbered(mark.code) : '',
  };
}

/** TypeScript's numbers as the server has them. */
const numbered = (code: string) => (/^\d+$/.test(code) ? `TS${code}` : code);

/**
 * One list of what the editor and the server find, the node's own first, by line. The two ask different versions of
 * TypeScript, which may word the same thing differently: one number at one place is one finding.
 *
 * @returns `further`: what only the server finds.
 */
export function mergeFindings(
  typed: readonly CodeFinding[],
  checked: readonly CodeProblem[],
): { findings: CodeFinding[]; further: CodeFinding[] } {
  const placeOf = ({ module, line, column, code }: CodeProblem) => [module, line, column, code].join(' ');
  const known = new Set(typed.map(placeOf));
  const further = checked
    .filter((problem) => !known.has(placeOf(problem)))
    .map((problem) => ({ ...problem, severity: 'error' as const }));
  const findings = [...typed, ...further].sort(
    (a, b) => (a.module ?? '').localeCompare(b.module ?? '') || a.line - b.line || a.column - b.column,
  );
  return { findings, further };
}
