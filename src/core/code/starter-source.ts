import type { CodeField } from './code-field.ts';
import type { CodeForm } from './code-form.ts';
import { codeType } from './code-type.ts';
import { propertyName, propertyOf } from './property-name.ts';

/**
 * Source for a node that has none yet: it type-checks where the node stands, and hands records on
 * as far as their fields are on both sides.
 */
export function starterSource(
  form: CodeForm,
  shape: { input: readonly CodeField[]; output: readonly CodeField[] },
): string {
  return starters[form](shape.input, shape.output);
}

type Fields = readonly CodeField[];

const starters: Record<CodeForm, (input: Fields, output: Fields) => string> = {
  transform: (
    input,
    output,
  ) => `/** Makes of a record what goes on. Null drops it, a list of records makes several. */
export function transform(record: Input): Output | null {
  return ${record(input, output, '  ')};
}
`,
  lens: (input, output) => `/** Left to right. */
export function forward(record: Input): Output {
  return ${record(input, output, '  ')};
}

/** Right to left. A field that is left out stays as it is. */
export function backward(record: Output): Partial<Input> {
  return ${record(output, input, '  ', 'partial')};
}
`,
  batch: (
    input,
    output,
  ) => `/** One result for each record, in the same order. Null drops a record, a list makes several. */
export function batch(records: Input[]): (Output | null)[] {
  return records.map((record) => (${record(input, output, '  ')}));
}
`,
  filter: () => `/** Says whether the record is carried. */
export function filter(record: Input): boolean {
  return true;
}
`,
  merge: () => `import { hold } from 'syncline';

/** Decides what both sides get where both changed a field. */
export function merge(conflict: Conflict): Merged {
  if (conflict.left === null) return conflict.right;
  if (conflict.right === null) return conflict.left;
  return hold;
}
`,
};

/** An object literal with the fields of `to`, out of a `record` with those of `from`. */
function record(from: Fields, to: Fields, indent: string, partial?: 'partial'): string {
  const known = new Map(from.map((field) => [field.name, field]));
  const values = to.flatMap((field) => {
    const value = valueFor(field, known.get(field.name));
    return partial && !value.same ? [] : [{ ...value, field }];
  });
  if (to.length === from.length && values.length === to.length && values.every(({ same }) => same)) {
    return '{ ...record }';
  }
  const lines = values.map(({ field, text }) => `${indent}  ${propertyName(field.name)}: ${text},\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

/** What a field gets: that of the same name where their types agree. `same` where nothing else stands in for it. */
function valueFor(field: CodeField, source: CodeField | undefined): { same: boolean; text: string } {
  const other = field.nullable ? 'null' : placeholder(field);
  if (!source || codeType(source.type).typescript !== codeType(field.type).typescript) {
    return { same: false, text: other };
  }
  const value = propertyOf('record', field.name);
  const same = field.nullable || !source.nullable;
  return { same, text: same ? value : `${value} ?? ${other}` };
}

/** A value of the field's type, to be replaced. */
function placeholder({ type }: CodeField): string {
  const { typescript } = codeType(type);
  if (type.kind === 'array') return '[]';
  if (type.kind === 'enum') return JSON.stringify(type.values[0] ?? '');
  if (typescript === 'boolean') return 'false';
  if (typescript === 'number') return '0';
  if (typescript === 'bigint') return '0n';
  if (typescript === 'Json') return 'null';
  return typescript === 'Decimal' ? "'0'" : "''";
}
