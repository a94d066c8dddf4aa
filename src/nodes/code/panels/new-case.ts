import { filledRow } from '#core/code/blank-value.ts';
import type { CaseResult, CodeCase } from '#core/code/code-case.ts';
import { type CodeEntry, type CodeForm, entriesOf } from '#core/code/code-form.ts';
import type { CodeShape } from '#core/code/code-shape.ts';
import { fieldsGiven, fieldsMade } from '#core/code/compare-result.ts';

/** A case to fill in: a plain record of the fields that the function is given, and one of those that it makes. */
export function newCase(form: CodeForm, shape: CodeShape | null, others: readonly CodeCase[]): CodeCase {
  const entry = entriesOf[form][0] ?? 'transform';
  const taken = new Set(others.map(({ name }) => name));
  let number = others.length + 1;
  while (taken.has(`Case ${number}`)) number += 1;
  return { name: `Case ${number}`, entry, input: inputFor(entry, shape), expect: expectFor(entry, shape) };
}

/** A plain record that the function can be given. */
export function inputFor(entry: CodeEntry, shape: CodeShape | null): CodeCase['input'] {
  const sides = shape ?? { input: [], output: [] };
  if (entry === 'merge') return { field: sides.input[0]?.name ?? '', base: '', left: '', right: '' };
  return filledRow(fieldsGiven(entry, sides), {});
}

/** A plain result that the function can come to. */
export function expectFor(entry: CodeEntry, shape: CodeShape | null): CaseResult {
  if (entry === 'filter') return { kind: 'keep', keep: true };
  if (entry === 'merge') return { kind: 'value', value: '' };
  return { kind: 'records', rows: [filledRow(fieldsMade(entry, shape ?? { input: [], output: [] }), {})] };
}
