import { describeType } from '../values/describe-type.ts';
import type { CodeField } from './code-field.ts';
import type { CodeEntry, CodeForm } from './code-form.ts';
import { codeGlobals } from './code-globals.ts';
import type { CodeProgram } from './code-program.ts';
import { codeType } from './code-type.ts';
import { propertyName } from './property-name.ts';

/** Keys of a table that are named one by one; one with more is typed by its values alone. */
const MOST_KEYS = 500;

/**
 * The global declarations of one code node, as the text of a `.d.ts`: `Input` and `Output` with a
 * comment on every field, `Conflict`, `Merged` and `Hold` where it decides conflicts, a type for
 * each function that it exports (`Transform`, `Forward`, …), and its look-up `tables`.
 */
export function declareCode({
  form,
  input,
  output,
  tables,
}: Pick<CodeProgram, 'form' | 'input' | 'output' | 'tables'>): string {
  return [
    codeGlobals,
    ...(form === 'merge' ? conflictTypes(input) : recordTypes(form, input, output)),
    declareTables(tables),
  ].join('\n\n');
}

/** The global type of a function that the node exports. */
export const entryTypes: Readonly<Record<CodeEntry, string>> = {
  transform: 'Transform',
  forward: 'Forward',
  backward: 'Backward',
  batch: 'Batch',
  filter: 'Filter',
  merge: 'Merge',
};

function recordTypes(
  form: Exclude<CodeForm, 'merge'>,
  input: readonly CodeField[],
  output: readonly CodeField[],
): string[] {
  const made = form === 'filter' ? input : output;
  return [
    declareRecord('Input', 'The record that the function is given.', input),
    declareRecord('Output', form === 'filter' ? 'The same record.' : 'The record that it makes.', made),
    ...functions[form],
  ];
}

const functions: Record<Exclude<CodeForm, 'merge'>, string[]> = {
  transform: [
    `/** What \`transform\` comes to: a record, null where none goes on, or several. */
type Transformed = Output | null | Output[];`,
    `/** Makes of a record what goes on. */
type Transform = (record: Input) => Transformed | Promise<Transformed>;`,
  ],
  lens: [
    `/** Left to right. */
type Forward = (record: Input) => Output | Promise<Output>;`,
    `/** Right to left; what it leaves out of the record stays as it is there. */
type Backward = (record: Output) => Partial<Input> | Promise<Partial<Input>>;`,
  ],
  batch: [
    `/** One for each record, in the same order: a record, null where none goes on, or several. */
type Transformed = (Output | null | Output[])[];`,
    `/** Makes of many records what goes on. What it makes of one depends on that one alone. */
type Batch = (records: Input[]) => Transformed | Promise<Transformed>;`,
  ],
  filter: [
    `/** Says whether the record is carried. */
type Filter = (record: Input) => boolean | Promise<boolean>;`,
  ],
};

function declareRecord(name: string, meaning: string, fields: readonly CodeField[]): string {
  const lines = fields.flatMap((field) => [
    `  /** ${fieldComment(field)} */`,
    `  ${propertyName(field.name)}: ${fieldType(field)};`,
  ]);
  return [`/** ${meaning} */`, `type ${name} = {`, ...lines, '};'].join('\n');
}

/** The TypeScript of a field's values. */
function fieldType({ type, nullable }: CodeField): string {
  const { typescript } = codeType(type);
  return nullable ? `${typescript} | null` : typescript;
}

function fieldComment({ type, nullable }: CodeField): string {
  const { example } = codeType(type);
  const kind = `${describeType(type)}, ${nullable ? 'may be null' : 'never null'}`;
  // A label could end the comment.
  const shown = type.kind === 'native' ? example : `e.g. \`${example}\``;
  return `${kind}; ${shown}.`.replaceAll('*/', '*\\/').replaceAll(/[\r\n]/g, ' ');
}

function conflictTypes(fields: readonly CodeField[]): string[] {
  const members = fields.map((field) => {
    const type = fieldType(field);
    return [
      `  /** ${fieldComment(field)} */`,
      `  | { field: ${JSON.stringify(field.name)}; base: ${type} | undefined; left: ${type}; right: ${type} }`,
    ].join('\n');
  });
  const any =
    '  | { field: string; base: Json | bigint | undefined; left: Json | bigint; right: Json | bigint }';
  return [
    `/**
 * A field that both sides changed. \`field\` says which, and tells the types of the others:
 * \`base\` is what they agreed on last, undefined where nobody knows.
 */
type Conflict =\n${members.join('\n') || any};`,
    `/** \`hold\` of \`syncline\`: a person decides. */
type Hold = typeof import('syncline').hold;`,
    `/** The value that both sides get, or \`hold\`. */
type Merged = Conflict['left'] | Conflict['right'] | Hold;`,
    `/** Decides a conflict over one field. */
type Merge = (conflict: Conflict) => Merged | Promise<Merged>;`,
  ];
}

function declareTables(tables: CodeProgram['tables']): string {
  const lines = Object.entries(tables).flatMap(([name, entries]) => {
    const keys = Object.keys(entries);
    const value = Object.values(entries).includes(null) ? 'string | null' : 'string';
    const named = keys.length > MOST_KEYS ? [] : keys.map((key) => JSON.stringify(key));
    return [
      `  /** ${keys.length} ${keys.length === 1 ? 'entry' : 'entries'}. A key that it does not have gives undefined. */`,
      `  readonly ${propertyName(name)}: LookupTable<${named.join(' | ') || 'never'}, ${value}>;`,
    ];
  });
  return [
    `/** A look-up table: its own keys are known, any other text may be asked for. */
type LookupTable<Key extends string, Value> = { readonly [key in Key]: Value } & {
  readonly [key: string]: Value | undefined;
};`,
    ['/** The look-up tables of the flow. */', 'declare const tables: {', ...lines, '};', ''].join('\n'),
  ].join('\n\n');
}
