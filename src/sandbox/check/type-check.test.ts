import { describe, expect, test } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeForm } from '#core/code/code-form.ts';
import type { CodeModule, CodeProgram } from '#core/code/code-program.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { inferFields } from './infer-fields.ts';
import { typeCheck } from './type-check.ts';

const input: CodeField[] = [
  { name: 'id', type: { kind: 'int64' }, nullable: false },
  { name: 'name', type: { kind: 'text', max: 80 }, nullable: true },
  { name: 'price', type: { kind: 'decimal', precision: 10, scale: 2 }, nullable: false },
  { name: 'status', type: { kind: 'enum', values: ['on', 'off'] }, nullable: false },
  { name: 'count', type: { kind: 'int32' }, nullable: false },
];
const output: CodeField[] = [
  { name: 'id', type: { kind: 'int64' }, nullable: false },
  { name: 'title', type: { kind: 'text' }, nullable: true },
];

function program(form: CodeForm, source: string, modules: CodeModule[] = []): CodeProgram {
  return { form, source, input, output, modules, tables: { rates: { DE: '0.19' } } };
}

/** Problems as `module line:column code message`. */
function check(form: CodeForm, source: string, modules?: CodeModule[]): string[] {
  return typeCheck(program(form, source, modules), libraryDeclarations).map(
    ({ module, line, column, code, message }) =>
      `${module ? `${module} ` : ''}${line}:${column} ${code} ${message.split('\n')[0]}`,
  );
}

describe('a program', () => {
  test('has nothing wrong where it fits', () => {
    const source = `import { text, time, decimal, phone, log, convert, hash, id, email, table } from 'syncline';
import { greet } from 'library/greet';
export async function transform(record: Input): Promise<Output | null> {
  if (record.name === null || record.status === 'off') return null;
  const gross: string = decimal.round(decimal.mul(record.price, table.find(tables.rates, 'DE', '0')), 2);
  console.warn('priced', gross, record);
  log.info('priced', { gross, day: time.add('2026-01-01', { days: record.count }) });
  const label: 'a' | 'b' = convert.oneOf(record.name, ['a', 'b']);
  return { id: record.id, title: greet(text.title(record.name)) + hash.md5(label) + id.short([record.id]) + email.valid('x') + phone.valid('1') };
}`;
    const greet = "export const greet = (name: string): string => 'Hello ' + name;";
    expect(check('transform', source, [{ name: 'greet', version: 2, source: greet }])).toEqual([]);
  });

  test('is strict, and knows neither hosts nor browsers', () => {
    const source = `export function transform(record: Input): Output {
  const words = 'a b'.split(' ');
  const first: string = words[0];
  fetch('/'); window.find(first); process.exit(); new Buffer(1); setTimeout(() => 1); document.title;
  return { id: record.id, title: any };
}
function loose(what) { return what; }`;
    expect(check('transform', source)).toEqual([
      "3:9 TS2322 Type 'string | undefined' is not assignable to type 'string'.",
      ...['3 "fetch"', '15 "window"', '35 "process"', '55 "Buffer"', '66 "setTimeout"', '87 "document"'].map(
        (each) => {
          const [column, name] = each.split(' ');
          return expect.stringContaining(
            `4:${column} NOT_AVAILABLE ${name} is not available in code nodes: `,
          );
        },
      ),
      expect.stringMatching(/^5:34 TS\d+ .*'any'/),
      "7:16 TS7006 Parameter 'what' implicitly has an 'any' type.",
    ]);
  });

  test('says where a shared module is wrong, by its name and its own lines', () => {
    const source =
      "import { twice } from 'library/maths';\nexport const filter: Filter = (record) => twice(record.count) > 1;";
    const maths =
      "import { round } from 'library/rounding';\nexport function twice(n: number): string { return round(n) * 2; }";
    const rounding = 'export const round = Math.round;';
    expect(
      check('filter', source, [
        { name: 'maths', version: 1, source: maths },
        { name: 'rounding', version: 1, source: rounding },
      ]),
    ).toEqual([
      expect.stringMatching(/^2:\d+ TS2365 /),
      "maths 2:44 TS2322 Type 'number' is not assignable to type 'string'.",
    ]);
  });

  test('imports the library and its modules alone', () => {
    const source = `import { readFileSync } from 'node:fs';
import { x } from 'library/none';
import type { A } from './other';
export { y } from 'zod';
type B = import('node:http').Server;
export const filter: Filter = async () => Boolean(await import('syncline'));`;
    expect(check('filter', source)).toEqual([
      '1:30 IMPORT_FORBIDDEN "node:fs" cannot be imported: there are "syncline" and the modules of the workspace, "library/<name>".',
      '2:19 IMPORT_FORBIDDEN The node has no version of the module "none". Add it to the modules of the node.',
      expect.stringContaining('3:24 IMPORT_FORBIDDEN "./other"'),
      expect.stringContaining('4:19 IMPORT_FORBIDDEN "zod"'),
      expect.stringContaining('5:17 IMPORT_FORBIDDEN "node:http"'),
      '6:57 IMPORT_FORBIDDEN Code is loaded as a whole: import() is not there. Write an import at the top.',
    ]);
  });

  test('what does not run is not sound: waiting as it is loaded, shared memory, weak references', () => {
    const source = `const one = await Promise.resolve(1);
for await (const each of [one]) new WeakRef({ each });
export const filter: Filter = async () => (await 1) === new SharedArrayBuffer(1).byteLength;`;
    expect(check('filter', source)).toEqual([
      '1:13 AWAIT_FORBIDDEN Code is loaded at once: there is no "await" outside a function.',
      '2:1 AWAIT_FORBIDDEN Code is loaded at once: there is no "await" outside a function.',
      expect.stringContaining('2:37 NOT_AVAILABLE "WeakRef" is not available'),
      expect.stringContaining('3:61 NOT_AVAILABLE "SharedArrayBuffer" is not available'),
    ]);
  });

  test('all that TypeScript has is there', () => {
    const source = `enum Kind { small, large = 7 }
namespace Numbers { export const most = 9; }
function twice(method: () => number, _: ClassMethodDecoratorContext) { return () => method() * 2; }
class Größe { accessor x = 1; static #p = 2; @twice m() { return Größe.#p; } }
const limits = { most: Numbers.most } satisfies Record<string, number>;
export function filter<T extends Input>(record: T): boolean {
  using held = { [Symbol.dispose]() {} };
  return record.count < limits.most && held !== null && new Größe().m() > Kind.large && /[\\p{L}--[a-z]]/v.test('É');
}`;
    expect(check('filter', source)).toEqual([]);
  });

  test('reaches no file of the machine, and no types that it brings along itself', () => {
    const source = `/// <reference path="/etc/passwd" />
/// <reference types="node" />
/// <reference lib="dom" />
export const filter: Filter = () => typeof document === 'object' && typeof Input === 'string';`;
    const problems = check('filter', source);
    expect(problems.join('\n')).toContain('"document" is not available');
    expect(problems.join('\n')).not.toContain('root:');
  });
});

describe('its functions', () => {
  test('are missed where they are not exported', () => {
    expect(check('lens', 'export const forward: Forward = ({ id }) => ({ id, title: null });')).toEqual([
      '1:1 EXPORT_MISSING The code exports no function "backward". Write: export const backward: Backward = …',
    ]);
    expect(check('transform', 'function transform() {}\nexport type transform = string;')).toHaveLength(1);
    expect(check('filter', 'export declare const filter: Filter;')).toHaveLength(1);
  });

  test.each([
    [
      'transform',
      'export function transform(record: Input) {\n  return { id: record.id };\n}',
      '1:17 TS2322',
    ],
    ['filter', 'export const filter = (record: Input) => record.name;', '1:14 TS2322'],
    [
      'batch',
      'export async function batch(records: Input[]) { return records.map((r) => r.id); }',
      '1:23 TS2322',
    ],
    [
      'lens',
      'export const forward: Forward = ({ id }) => ({ id, title: null });\nexport function backward(r: Output) { return { id: 1 }; }',
      '2:17 TS2322',
    ],
    ['merge', 'export function merge(conflict: Conflict) { return new Map(); }', '1:17 TS2322'],
    ['filter', 'const keep = 1;\nexport { keep as filter };', '1:7 TS2322'],
  ] as const)('of %s say at their names what they should be', (form, source, wanted) => {
    const problems = check(form, source);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(wanted);
  });

  test('may come from a shared module', () => {
    const source = "export { filter } from 'library/shared';";
    const shared = 'export function filter(record: Input): boolean { return record.count > 0; }';
    for (const each of [source, "export * from 'library/shared';"])
      expect(check('filter', each, [{ name: 'shared', version: 1, source: shared }])).toEqual([]);
  });

  test('decide conflicts with a value or by holding them', () => {
    const source = `import { hold } from 'syncline';
export function merge(conflict: Conflict): Merged {
  if (conflict.field === 'count') return conflict.left + conflict.right - (conflict.base ?? 0);
  return conflict.field === 'name' && conflict.left === null ? conflict.right : hold;
}`;
    expect(check('merge', source)).toEqual([]);
  });
});

describe('the fields of what it returns', () => {
  const fieldsOf = (form: CodeForm, source: string) =>
    inferFields(program(form, source), libraryDeclarations)?.map(
      ({ name, type, nullable }) =>
        `${name}: ${JSON.stringify(type).replaceAll('"', '')}${nullable ? ' or null' : ''}`,
    ) ?? null;

  test('are those of all its returns, whatever it declares', () => {
    const source = `import { text } from 'syncline';
export async function transform(record: Input): Promise<Output | null> {
  if (record.count > 3) return null;
  const kind = record.count > 1 ? ('many' as const) : ('one' as const);
  if (record.name === null) return { ...record, kind, tags: ['a'], extra: true };
  const inner = () => { return { not: 'mine' }; };
  return { id: record.id, name: text.trim(record.name), price: '1', status: record.status, kind, big: record.id > 1n ? 1n : null, doc: { inner } };
}`;
    expect(fieldsOf('transform', source)).toEqual([
      'id: {kind:int64}',
      'name: {kind:text,max:80} or null',
      'price: {kind:decimal,precision:10,scale:2}',
      'status: {kind:enum,values:[on,off]}',
      'count: {kind:int32} or null',
      'kind: {kind:enum,values:[many,one]}',
      'tags: {kind:array,of:{kind:text}} or null',
      'extra: {kind:boolean} or null',
      'big: {kind:int64} or null',
      'doc: {kind:json} or null',
    ]);
  });

  test('are found in lists, and in other forms', () => {
    const batch =
      'export const batch = async (records: Input[]) => records.map((r) => r.count > 1 ? null : [{ id: r.id, half: r.count / 2 }]);';
    expect(fieldsOf('batch', batch)).toEqual(['id: {kind:int64}', 'half: {kind:float64}']);
    expect(fieldsOf('lens', 'export const forward = function (r: Input) { return { id: r.id }; };')).toEqual([
      'id: {kind:int64}',
    ]);
    expect(fieldsOf('filter', 'export const filter = () => true;')).toBeNull();
    expect(fieldsOf('transform', 'export const transform = () => null;')).toBeNull();
  });
});
