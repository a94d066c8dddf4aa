import { expect, test } from 'vitest';
import { typeCheck } from '#sandbox/check/type-check.ts';
import type { CodeField } from './code-field.ts';
import { CodeForm } from './code-form.ts';
import type { CodeProgram } from './code-program.ts';
import { declareCode } from './declare-code.ts';
import { starterSource } from './starter-source.ts';

const library = `declare module 'syncline' { export const hold: unique symbol; }`;

const fields: CodeField[] = [
  { name: 'id', type: { kind: 'int64' }, nullable: false },
  { name: 'first name', type: { kind: 'text', max: 40 }, nullable: true },
  { name: 'class', type: { kind: 'int16' }, nullable: false },
  { name: 'status', type: { kind: 'enum', values: ['new', "it's", 'a "b" */'] }, nullable: false },
  { name: 'price', type: { kind: 'decimal', precision: 12, scale: 2 }, nullable: true },
  { name: 'tags', type: { kind: 'array', of: { kind: 'enum', values: ['a', 'b'] } }, nullable: false },
  { name: 'seen', type: { kind: 'timestamptz', precision: 6 }, nullable: true },
  { name: 'größe', type: { kind: 'float64' }, nullable: false },
  { name: 'doc', type: { kind: 'json' }, nullable: true },
  { name: 'raw', type: { kind: 'bytes' }, nullable: false },
  { name: 'place', type: { kind: 'native', name: 'geometry */ x' }, nullable: true },
  { name: '__proto__', type: { kind: 'boolean' }, nullable: false },
];
const others: CodeField[] = [
  { name: 'id', type: { kind: 'int64' }, nullable: false },
  { name: 'first name', type: { kind: 'text' }, nullable: false },
  { name: 'class', type: { kind: 'text' }, nullable: false },
  { name: 'status', type: { kind: 'enum', values: ['on', 'off'] }, nullable: false },
  { name: 'tags', type: { kind: 'array', of: { kind: 'text' } }, nullable: false },
  { name: 'amount', type: { kind: 'uint64' }, nullable: false },
  { name: 'day', type: { kind: 'date' }, nullable: true },
];
const tables = {
  countries: { DE: 'Germany', FR: 'France' },
  'tax-rates': { 'full "rate"': '19', none: null },
  empty: {},
};

function program(form: CodeForm, source: string, shape: Partial<CodeProgram> = {}): CodeProgram {
  return { form, source, input: fields, output: others, modules: [], tables, ...shape };
}

test.each(CodeForm.options)('what %s starts with fits the node where it stands', (form) => {
  for (const [input, output] of [
    [fields, others],
    [others, fields],
    [fields, fields],
    [others, []],
    [[], others],
  ] as const) {
    const source = starterSource(form, { input, output });
    expect(typeCheck(program(form, source, { input, output }), library), source).toEqual([]);
  }
});

test('every field has its type and says what it holds', () => {
  const declared = declareCode({ form: 'transform', input: fields, output: others, tables });
  for (const lines of [
    '  /** int64, never null; e.g. `42n`. */\n  id: bigint;',
    '  /** text(40), may be null; e.g. `\'Ada Lovelace\'`. */\n  "first name": string | null;',
    `  status: "new" | "it's" | "a \\"b\\" */";`,
    '  tags: ("a" | "b")[];',
    '  /** geometry *\\/ x, may be null; as its own system spells it. */\n  place: string | null;',
    '  readonly countries: LookupTable<"DE" | "FR", string>;',
  ]) {
    expect(declared).toContain(lines);
  }
});

/** Messages of what is wrong with the body of a `transform`, by line. */
function problems(body: string): string[] {
  const source = `export function transform(record: Input): Output | null {\n${body}\nreturn null;\n}`;
  return typeCheck(program('transform', source), library).map(({ line, message }) => `${line}: ${message}`);
}

test('values have the types that the isolate gives them', () => {
  expect(
    problems(`const id: bigint = record.id; const name: string | null = record['first name'];
const tag: 'a' | 'b' | undefined = record.tags[0]; const doc: Json = record.doc; const yes: boolean = record.__proto__;
const price: string | null = record.price; const size: number = record.größe;
void [id, name, tag, doc, yes, price, size];`),
  ).toEqual([]);
  expect(problems("record['first name'].trim();")).toEqual(["2: Object is possibly 'null'."]);
  expect(problems("if (record.status === 'gone') return null;")).toEqual([
    expect.stringContaining('have no overlap'),
  ]);
  expect(problems('const n: number = record.id;')).toEqual([
    "2: Type 'bigint' is not assignable to type 'number'.",
  ]);
});

test('tables know their keys and may be asked for others', () => {
  expect(
    problems(`const sure: string = tables.countries.DE;
const maybe: string | undefined = tables.countries[record['first name'] ?? ''];
const rate: string | null = tables['tax-rates'].none;
void [sure, maybe, rate];`),
  ).toEqual([]);
  expect(problems('const sure: string = tables.countries.IT;')).toHaveLength(1);
  expect(problems('tables.unknown;')).toHaveLength(1);
});

test('a conflict tells the types of its values by its field', () => {
  const source = `import { hold } from 'syncline';
export const merge: Merge = async (conflict) => {
  if (conflict.field === 'id') return conflict.left > conflict.right ? conflict.left : conflict.right;
  if (conflict.field === 'größe') return Math.max(conflict.left, conflict.right, conflict.base ?? 0);
  return hold;
};`;
  expect(typeCheck(program('merge', source), library)).toEqual([]);
  const wrong = source.replace("'id'", "'nobody'");
  expect(typeCheck(program('merge', wrong), library)[0]).toMatchObject({ line: 3, code: 'TS2367' });
});
