import { expect, test } from 'vitest';
import { describeBreak, describeOutcome, describeThrow } from './describe-outcome.ts';
import type { CaseOutcome } from './run-cases.ts';

const outcome: CaseOutcome = {
  name: 'Ada',
  passed: false,
  got: { kind: 'failed', message: 'TypeError: no' },
  differences: [{ row: null, field: null, expected: 'a record', got: 'failed: TypeError: no' }],
  line: 4,
  micros: 0,
  bytes: 0,
};

test('a case is told by its first difference', () => {
  expect(describeOutcome({ ...outcome, passed: true, differences: [] })).toBe('The case "Ada" passes.');
  expect(describeOutcome(outcome)).toBe(
    'The case "Ada": expected "a record", got "failed: TypeError: no" in line 4.',
  );
  const got = { kind: 'records' as const, rows: [] };
  const differences = [
    { row: 1, field: 'name', expected: null, got: undefined },
    { row: 1, field: 'net', expected: '1', got: '2' },
  ];
  expect(describeOutcome({ ...outcome, got, differences })).toBe(
    'The case "Ada": record 2, name: expected null, got nothing (and 1 more).',
  );
  const lacks = { row: 0, field: null, expected: '{"a":"1"}', got: undefined };
  expect(describeOutcome({ ...outcome, got, differences: [lacks] })).toBe(
    'The case "Ada": record 1 is missing: {"a":"1"}.',
  );
});

test('a counter-example is told field by field, long values cut', () => {
  const given = { name: 'x'.repeat(100), note: null };
  const found = { law: 'output', from: 'generated', given, through: {}, onto: null } as const;
  expect(describeBreak({ ...found, back: { name: 'y', note: null }, fields: ['name'] })).toBe(
    `forward(backward(y)) is not y for y = { name: "${'x'.repeat(80)}…", note: null }: name "${'x'.repeat(80)}…" comes back as "y".`,
  );
  expect(describeBreak({ ...found, given: { name: 'a' }, back: null, fields: ['name'] })).toBe(
    'forward(backward(y)) gives no record for y = { name: "a" }.',
  );
});

test('a failure is told with the smallest record', () => {
  expect(
    describeThrow({
      law: 'input',
      from: 'generated',
      given: { name: '' },
      entry: 'forward',
      message: 'Error: empty.',
      line: 2,
    }),
  ).toBe('forward fails on a made-up record in line 2: Error: empty. Record: { name: "" }.');
});
