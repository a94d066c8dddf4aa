import { z } from 'zod';
import type { CodeResult } from '../ports/code-runner.ts';
import { sideEquality } from '../values/same-value.ts';
import type { Row, Value } from '../values/value.ts';
import type { CaseResult, CodeCase } from './code-case.ts';
import type { CodeField } from './code-field.ts';
import type { CodeEntry } from './code-form.ts';

/** Where a result is not what was expected. A side is undefined where it has no such record or field. */
export const ResultDifference = z.object({
  /** Which of the records, from 0; null where the difference is not in a record. */
  row: z.int().nullable(),
  field: z.string().nullable(),
  expected: z.string().nullable().optional(),
  got: z.string().nullable().optional(),
});
export type ResultDifference = z.infer<typeof ResultDifference>;

type Fields = { input: readonly CodeField[]; output: readonly CodeField[] };

/**
 * Where the result of a case is not what it expects, in the normal form of the fields' types (E13).
 * @returns nothing where it is
 */
export function compareResult(
  { entry, input, expect }: Pick<CodeCase, 'entry' | 'input' | 'expect'>,
  result: CodeResult,
  fields: Fields,
): ResultDifference[] {
  if (expect.kind === 'records' && result.kind === 'records') {
    return compareRows(expect.rows, result.rows, fieldsMade(entry, fields));
  }
  if (expect.kind === 'value' && result.kind === 'value') {
    const same = equalityOf(fields.input.find(({ name }) => name === input.field));
    return same(expect.value, result.value) ? [] : [whole(expect.value, result.value)];
  }
  if (expect.kind === 'failed' && result.kind === 'failed') {
    const { message } = result.failure;
    return message.includes(expect.message) ? [] : [whole(expect.message, message)];
  }
  const [expected, got] = [describeResult(expect), describeResult(toCaseResult(result))];
  return expected === got ? [] : [whole(expected, got)];
}

/** A result as a case expects it: what "save as case" and "update" write. */
export function toCaseResult(result: CodeResult): CaseResult {
  return result.kind === 'failed'
    ? { kind: 'failed', message: result.failure.message.slice(0, 2000) }
    : result;
}

/** A result in few words, for people. */
export function describeResult(result: CaseResult): string {
  switch (result.kind) {
    case 'records':
      if (result.rows.length === 0) return 'no record';
      return result.rows.length === 1 ? 'a record' : `${result.rows.length} records`;
    case 'keep':
      return result.keep ? 'the record is kept' : 'the record is left out';
    case 'value':
      return result.value === null ? 'null' : JSON.stringify(result.value);
    case 'hold':
      return 'held for a person';
    case 'failed':
      return `failed: ${result.message}`;
  }
}

/** Fields of the records that a function makes. */
export function fieldsMade(entry: CodeEntry, { input, output }: Fields): readonly CodeField[] {
  return entry === 'backward' || entry === 'filter' || entry === 'merge' ? input : output;
}

/** Fields of the records that a function is given. */
export function fieldsGiven(entry: CodeEntry, { input, output }: Fields): readonly CodeField[] {
  return entry === 'backward' ? output : input;
}

function compareRows(
  expected: readonly Row[],
  got: readonly Row[],
  fields: readonly CodeField[],
): ResultDifference[] {
  const equalities = new Map(fields.map((field) => [field.name, equalityOf(field)]));
  const differences: ResultDifference[] = [];
  for (let row = 0; row < Math.max(expected.length, got.length); row++) {
    const [before, after] = [expected[row], got[row]];
    if (!before || !after) {
      differences.push({ row, field: null, expected: shown(before), got: shown(after) });
      continue;
    }
    for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [a, b] = [fieldValue(before, field), fieldValue(after, field)];
      const same = equalities.get(field) ?? equalityOf(undefined);
      if (a === undefined || b === undefined ? a === b : same(a, b)) continue;
      differences.push({ row, field, expected: a, got: b });
    }
  }
  return differences;
}

function equalityOf(field: CodeField | undefined): (a: Value, b: Value) => boolean {
  if (!field) return (a, b) => a === b;
  return sideEquality({ ...field, nativeType: '', hasDefault: false, readOnly: false, comment: null });
}

function fieldValue(row: Row, field: string): Value | undefined {
  return Object.hasOwn(row, field) ? row[field] : undefined;
}

function shown(row: Row | undefined): string | undefined {
  return row && JSON.stringify(row);
}

function whole(expected: Value, got: Value): ResultDifference {
  return { row: null, field: null, expected, got };
}
