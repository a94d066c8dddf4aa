import { afterAll, describe, expect, test } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeModule, CodeProgram } from '#core/code/code-program.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { typeCheck } from './check/type-check.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner({ children: 1 });
afterAll(() => runner.close());

const fields: CodeField[] = [
  { name: 'id', type: { kind: 'int32' }, nullable: false },
  { name: 'name', type: { kind: 'text' }, nullable: true },
];
const row = { id: '1', name: 'ada' };
const program = (source: string, modules: CodeModule[] = []): CodeProgram => ({
  ...{ form: 'transform', source, input: fields, output: fields, modules, tables: { t: { a: 'b' } } },
});
const found = (source: string, modules: CodeModule[] = []) =>
  typeCheck(program(source, modules), libraryDeclarations).map(
    ({ module, line, code, message }) =>
      `${module ? `${module} ` : ''}${line} ${code} ${message.split('\n')[0]}`,
  );
const run = async (source: string, modules: CodeModule[] = []) => {
  const code = await runner.open('check-and-run', program(source, modules));
  return (await code.run('transform', [row])).results[0];
};
const body = (text: string) => `export function transform(record: Input): Output {\n${text}\n}`;
const named = (value: string) => `return { ...record, name: String(${value}) };`;

describe('what the check lets through runs as it says', () => {
  test.each<[string, string, string]>([
    [
      'an enum, a const enum and a namespace',
      `enum A { x = 3 } const enum B { y = 4 } namespace C { export const z = A.x + B.y; }\n${body(named('C.z'))}`,
      '7',
    ],
    [
      'decorators and accessors',
      `function up(value: () => string, _: ClassMethodDecoratorContext) { return () => value().toUpperCase(); }
      class P { accessor n = 'ada'; @up m() { return 'x'; } }\n${body(named('new P().n + new P().m()'))}`,
      'adaX',
    ],
    [
      'a parameter property and private names',
      `class P { #n = 2; constructor(readonly a: number) {} sum() { return this.#n + this.a; } }\n${body(named('new P(3).sum()'))}`,
      '5',
    ],
    [
      'using',
      body(
        `let seen = ''; { using _ = { [Symbol.dispose]() { seen += 'gone'; } }; seen += 'held '; } ${named('seen')}`,
      ),
      'held gone',
    ],
    [
      'any, as and @ts-expect-error',
      body(`// @ts-expect-error\nconst n: number = record.name;\n${named('(n as any as string)')}`),
      'ada',
    ],
    [
      'a check that is put off',
      `// @ts-nocheck\nexport const transform = (r) => ({ ...r, name: r.nope ?? 'none' });`,
      'none',
    ],
    [
      'globals that are only told of',
      `declare global { var told: string | undefined; }\n${body(named('globalThis.told ?? "nothing"'))}`,
      'nothing',
    ],
    [
      'a type of the same name as ours',
      `type Hold = 'mine';\nconst h: Hold = 'mine';\n${body(named('h'))}`,
      'mine',
    ],
    [
      'patterns with their newest marks',
      body(named(`/^(?<a>[\\p{L}--[b]])/v.exec(record.name ?? '')?.groups?.a`)),
      'a',
    ],
    ['a default export beside it', `export default 1;\n${body(named('1'))}`, '1'],
    [
      'a function by another name',
      'const made: Transform = (r) => ({ ...r, name: "other" });\nexport { made as transform };',
      'other',
    ],
    [
      'labels, comma and debugger',
      body(`let n = 0; out: for (;;) { for (;;) { if (n++, n > 2) break out; } } debugger; ${named('n')}`),
      '3',
    ],
    [
      'what dates and numbers say',
      body(named(`new Date(0).toISOString().slice(0, 4) + (1234.5).toLocaleString('de-DE')`)),
      '19701.234,5',
    ],
  ])('%s', async (_name, source, name) => {
    expect(found(source)).toEqual([]);
    expect(await run(source)).toEqual({ kind: 'records', rows: [{ id: '1', name }] });
  });
});

describe('what would not run is told with its line, whatever is said about types', () => {
  test.each<[string, string, RegExp]>([
    ['eval', body(`return eval('record');`), /^2 EVAL_FORBIDDEN Code cannot be made from a text here/],
    [
      'eval by way of the global object',
      body(`return (globalThis as any).eval('1') ?? globalThis.eval('1');`),
      /^2 EVAL_FORBIDDEN /,
    ],
    ['a new function', body(`return new Function('return 1')();`), /^2 EVAL_FORBIDDEN /],
    ['a function of a text', body(`// @ts-ignore\nreturn Function('return 1')();`), /^3 EVAL_FORBIDDEN /],
    ['require', body(`return require('fs');`), /^2 NOT_AVAILABLE "require"/],
    [
      'require, unchecked',
      `// @ts-nocheck\nimport fs = require('fs');\n${body('return fs as any;')}`,
      /^2 IMPORT_FORBIDDEN "fs"/,
    ],
    [
      'import(), unchecked',
      `// @ts-nocheck\nexport const transform = async (r) => import('sync' + 'line');`,
      /^2 IMPORT_FORBIDDEN Code is loaded as a whole/,
    ],
    [
      'a module that is only told of',
      `declare module 'fs' { export const x: string; }\nimport { x } from 'fs';\n${body(named('x'))}`,
      /2 IMPORT_FORBIDDEN "fs"/,
    ],
    [
      'an export that the library has not',
      `declare module 'syncline' { export const nope: string; }\nimport { nope } from 'syncline';\n${body(named('nope'))}`,
      /^1 MODULE_AUGMENTED /,
    ],
    ['an import with "="', `import s = require('syncline');\n${body(named('s'))}`, /^1 TS1202 /],
    ['"export ="', `const transform: Transform = (r) => r;\nexport = transform;`, /^2 TS\d+ /],
    [
      'only a default export',
      'export default function transform(r: Input): Output { return r; }',
      /^1 EXPORT_MISSING /,
    ],
    [
      'top-level await, unchecked',
      `// @ts-nocheck\nawait 1;\nexport const transform = (r) => r;`,
      /^2 AWAIT_FORBIDDEN /,
    ],
    [
      'an input of its own',
      `type Input = { nope: string };\nexport const transform = (r: Input): Output => ({ id: 1, name: r.nope });`,
      /^2 TS2322 /,
    ],
    ['what is only told of', 'export declare function transform(r: Input): Output;', /^1 EXPORT_MISSING /],
    [
      'a type in place of the function',
      'export interface transform { (r: Input): Output }',
      /^1 EXPORT_MISSING /,
    ],
    [
      'a file of the machine',
      `/// <reference path="/etc/hostname" />\n${body('return record;')}`,
      /^1 TS\d+ /,
    ],
    [
      'types of a host',
      `/// <reference types="node" />\n${body(named('process.pid'))}`,
      /^1 (TS2688|REFERENCE_FORBIDDEN) |^3 TS\d+ Cannot find name 'process'/,
    ],
    [
      'a library of browsers',
      `/// <reference lib="dom" />\n${body(named('document.title'))}`,
      /^1 (TS|REFERENCE_FORBIDDEN)|^3 TS\d+ Cannot find name 'document'/,
    ],
    [
      'a wait outside a function',
      `for await (const x of []) {}\n${body('return record;')}`,
      /^1 AWAIT_FORBIDDEN /,
    ],
    [
      'waiting in a static block',
      `class A { static { await 1; } }\n${body('return record;')}`,
      /^1 (TS|AWAIT_FORBIDDEN)/,
    ],
    ['syntax that is none', body('return {{;'), /^2 TS\d+ /],
  ])('%s', async (_name, source, problem) => {
    expect(found(source).join('\n')).toMatch(problem);
  });
});

describe('a place in TypeScript', () => {
  const deep: CodeModule = {
    ...{ name: 'deep', version: 1 },
    source: `/** Far away. */\n\nexport const far = async (n: number): Promise<never> => {\n  await null;\n  throw new RangeError(\`far \${n}\`);\n};\n`,
  };
  const between: CodeModule = {
    ...{ name: 'between', version: 1 },
    source: `import { far } from 'library/deep';\n\ninterface Told { n: number }\nexport async function between({ n }: Told) {\n  return await far(n);\n}\nexport function plain(kind: string): never {\n  const at = { [kind]: 1 };\n  return (at as any).x.y as never;\n}`,
  };
  test.each<[string, string, object]>([
    [
      'in a module of a module, behind await',
      `import { between } from 'library/between';\nexport const transform: Transform = async (record) => {\n  await Promise.resolve();\n  await between({ n: record.id });\n  return record;\n};`,
      { module: 'library/deep', line: 5, message: 'RangeError: far 1' },
    ],
    [
      'in a module',
      `import { plain } from 'library/between';\n\nexport const transform: Transform = (record) => plain(record.name ?? '');`,
      { module: 'library/between', line: 9 },
    ],
    [
      'behind types that are gone',
      `type A = {\n  a: string;\n};\ninterface B extends A {\n  b: number;\n}\nexport const transform: Transform = async (record) => {\n  const made: B = { a: '', b: 1 };\n  await null;\n\n  throw new Error(made.a + 'here');\n};`,
      { module: null, line: 11, message: 'here' },
    ],
    [
      'in an enum, a getter and a callback',
      `enum K { a }\nclass G {\n  get bad(): string {\n    throw new Error('got ' + K.a);\n  }\n}\nexport const transform: Transform = (record) => [1].map(() => ({ ...record, name: new G().bad }));`,
      { module: null, line: 4, message: 'got 0' },
    ],
    [
      'of the cause, in what is thrown on',
      `export const transform: Transform = () => {\n  try {\n    null!;\n    throw new Error('first');\n  } catch (cause) {\n    throw new Error('second', { cause });\n  }\n};`,
      { module: null, line: 6, message: 'second' },
    ],
    [
      'in what finally does',
      `export const transform: Transform = async (record) => {\n  try {\n    return record;\n  } finally {\n    await null;\n    (record as any).nope.x;\n  }\n};`,
      { module: null, line: 6 },
    ],
    [
      'of a promise among many',
      `const one = async (n: number) => {\n  await null;\n  if (n === 2) throw new Error('the second');\n  return n;\n};\nexport const transform: Transform = async (record) => {\n  await Promise.all([1, 2, 3].map(one));\n  return record;\n};`,
      { module: null, line: 3, message: 'the second' },
    ],
    [
      'of a library function that refuses',
      `import { decimal } from 'syncline';\n\nexport const transform: Transform = (record) => {\n  return { ...record, name: decimal.add('x', 1) };\n};`,
      { module: null, line: 4 },
    ],
  ])('%s', async (_name, source, failure) => {
    const modules = [between, deep];
    expect(found(source, modules)).toEqual([]);
    expect(await run(source, modules)).toMatchObject({
      kind: 'failed',
      failure: { code: 'CODE_FAILED', ...failure },
    });
  });
});
