import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CodeFunctions, CodeResult } from '../ports/code-runner.ts';
import { caseInput, inputOfConflict } from './case-input.ts';
import { CodeCase } from './code-case.ts';
import type { CodeField } from './code-field.ts';
import { compareResult, describeResult, toCaseResult } from './compare-result.ts';
import { rowsOf } from './generate-values.ts';
import { runCases } from './run-cases.ts';

const input: CodeField[] = [
  { name: 'net', type: { kind: 'decimal', precision: 12, scale: 2 }, nullable: true },
];
const output: CodeField[] = [
  ...input,
  { name: 'seen', type: { kind: 'timestamptz', precision: 6 }, nullable: false },
  { name: 'more', type: { kind: 'json' }, nullable: true },
];
const fields = { input, output };
const records = (...rows: Record<string, string | null>[]) => ({ kind: 'records' as const, rows });

describe('[E13] a result', () => {
  test('is what it is saved as', () => {
    const results: fc.Arbitrary<CodeResult> = fc.oneof(
      fc.array(rowsOf(output), { maxLength: 3 }).map((rows) => records(...rows)),
      fc.boolean().map((keep) => ({ kind: 'keep' as const, keep })),
      fc.constant({ kind: 'hold' as const }),
    );
    fc.assert(
      fc.property(results, (result) => {
        const expected = CodeCase.parse({
          name: 'x',
          entry: 'transform',
          input: {},
          expect: toCaseResult(result),
        });
        expect(compareResult(expected, result, fields)).toEqual([]);
      }),
      { seed: 7 },
    );
  });

  test('may spell its values otherwise', () => {
    const expected = records({ net: '1.50', seen: '2026-03-29 01:00:00+00', more: '{"a":1,"b":2}' });
    const got = records({ net: '1.5', seen: '2026-03-29 03:00:00+02', more: '{"b": 2, "a": 1.0}' });
    expect(compareResult({ entry: 'transform', input: {}, expect: expected }, got, fields)).toEqual([]);
  });

  test('differs field by field, with what is not there told apart from null', () => {
    const expected = records({ net: '1.50', seen: 'x', more: null });
    const got = records({ net: '1.51', seen: 'x', extra: '1' });
    expect(compareResult({ entry: 'transform', input: {}, expect: expected }, got, fields)).toEqual([
      { row: 0, field: 'net', expected: '1.50', got: '1.51' },
      { row: 0, field: 'more', expected: null, got: undefined },
      { row: 0, field: 'extra', expected: undefined, got: '1' },
    ]);
  });

  test('differs by records that are too many or too few', () => {
    const one = { entry: 'transform', input: {}, expect: records({ net: '1' }) } as const;
    expect(compareResult(one, records(), fields)).toEqual([
      { row: 0, field: null, expected: '{"net":"1"}', got: undefined },
    ]);
    expect(compareResult(one, records({ net: '1' }, { net: '2' }), fields)).toMatchObject([
      { row: 1, field: null },
    ]);
  });

  test.each([
    [
      { kind: 'keep', keep: true },
      { kind: 'keep', keep: false },
    ],
    [{ kind: 'hold' }, { kind: 'value', value: 'x' }],
    [records(), { kind: 'hold' }],
  ] as const)('of another kind or answer differs: %j, %j', (expected, got) => {
    expect(
      compareResult({ entry: 'filter', input: {}, expect: expected as never }, got as CodeResult, fields),
    ).toEqual([
      {
        row: null,
        field: null,
        expected: describeResult(expected as never),
        got: describeResult(got as never),
      },
    ]);
  });

  test('of a merge is compared by the type of the field', () => {
    const given = { entry: 'merge', input: { field: 'net', left: '1', right: '2' } } as const;
    const value = (text: string) => ({ kind: 'value' as const, value: text });
    expect(compareResult({ ...given, expect: value('2.0') }, value('2.00'), fields)).toEqual([]);
    expect(compareResult({ ...given, expect: value('2.0') }, value('1'), fields)).toHaveLength(1);
  });

  test('that fails is expected by words of its message', () => {
    const failed: CodeResult = {
      kind: 'failed',
      failure: { code: 'CODE_FAILED', message: 'Error: no address in "x"', module: null, line: 2, column: 1 },
    };
    const expected = (message: string) => ({ kind: 'failed' as const, message });
    expect(
      compareResult({ entry: 'transform', input: {}, expect: expected('no address') }, failed, fields),
    ).toEqual([]);
    expect(
      compareResult({ entry: 'transform', input: {}, expect: expected('other') }, failed, fields),
    ).toHaveLength(1);
  });
});

test('a conflict is spelled as a case and read again', () => {
  for (const base of [undefined, null, 'b']) {
    const conflict = { field: 'net', base, left: '1', right: null };
    expect(caseInput({ entry: 'merge', input: inputOfConflict(conflict) })).toEqual(conflict);
  }
});

test('cases run each alone, in order', async () => {
  const given: unknown[] = [];
  const functions: CodeFunctions = {
    run: async (entry, inputs) => {
      given.push([entry, inputs]);
      const result: CodeResult =
        entry === 'filter' ? { kind: 'keep', keep: true } : { kind: 'value', value: 'left' };
      return { results: [result], observed: [{ console: [], micros: 12, bytes: 34 }] };
    },
  };
  const cases: CodeCase[] = [
    { name: 'kept', entry: 'filter', input: { net: '1' }, expect: { kind: 'keep', keep: true } },
    {
      name: 'held',
      entry: 'merge',
      input: { field: 'net', left: '1', right: '2' },
      expect: { kind: 'hold' },
    },
  ];
  const outcomes = [
    ...(await runCases(functions, cases.slice(0, 1), { ...fields, form: 'filter' })),
    ...(await runCases(functions, cases.slice(1), { ...fields, form: 'merge' })),
  ];
  expect(outcomes).toMatchObject([
    { name: 'kept', passed: true, differences: [], micros: 12, bytes: 34 },
    { name: 'held', passed: false, differences: [{ expected: 'held for a person', got: '"left"' }] },
  ]);
  expect(given).toEqual([
    ['filter', [{ net: '1' }]],
    ['merge', [{ field: 'net', base: undefined, left: '1', right: '2' }]],
  ]);
});
