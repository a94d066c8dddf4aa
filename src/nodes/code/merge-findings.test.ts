import { expect, test } from 'vitest';
import type { CodeProblem } from '#core/code/code-problem.ts';
import { inOwnWords } from '#core/code/in-own-words.ts';
import { findingOf, mergeFindings } from './merge-findings.ts';

const problem = (line: number, code: string, message: string, module: string | null = null): CodeProblem => ({
  ...{ line, column: 3, endLine: line, endColumn: 9 },
  ...{ code, message, module },
});

test('what both find is told once, what only the server finds is added, by line', () => {
  const typed = [
    findingOf({ path: 'code.ts', line: 4, column: 3, severity: 'error', message: 'typed 4', code: '2322' }),
    findingOf({ path: 'code.ts', line: 9, column: 3, severity: 'warning', message: 'typed 9' }),
  ];
  const { findings, further } = mergeFindings(typed, [
    problem(4, 'TS2322', 'the same in other words'),
    problem(6, 'ENTRY_MISSING', 'nothing is exported as backward'),
    problem(1, 'TS2322', 'in a module', 'money'),
  ]);
  expect(findings.map(({ module, line, message }) => [module, line, message])).toEqual([
    [null, 4, 'typed 4'],
    [null, 6, 'nothing is exported as backward'],
    [null, 9, 'typed 9'],
    ['money', 1, 'in a module'],
  ]);
  expect(further.map(({ line }) => line)).toEqual([6, 1]);
});

test('what the editor tells in words of ours is what the server tells', () => {
  const told = inOwnWords({
    code: '2583',
    message: "Cannot find name 'WeakRef'. Do you need to change your target library?",
  });
  const typed = [findingOf({ path: 'code.ts', line: 2, column: 3, severity: 'error', ...told })];
  const { findings, further } = mergeFindings(typed, [problem(2, 'NOT_AVAILABLE', told.message)]);
  expect(findings).toHaveLength(1);
  expect(further).toEqual([]);
  expect(inOwnWords(told)).toEqual(told);
});

test('a file of the library is told by its name', () => {
  expect(
    findingOf({ path: 'library/tax-rates.ts', line: 1, column: 1, severity: 'error', message: 'x' }),
  ).toMatchObject({ module: 'tax-rates', endLine: 1, endColumn: 1, code: '' });
});
