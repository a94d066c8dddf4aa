import { expect, test } from 'vitest';
import type { CodeForm } from '#core/code/code-form.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { codeUses } from './code-uses.ts';

const fields = ['id', 'name', 'note', 'tags'].map((name) => ({
  name,
  type: { kind: 'text' as const },
  nullable: true,
}));

const uses = (source: string, form: CodeForm = 'transform') =>
  codeUses({ form, source, input: fields, output: fields, modules: [], tables: {} }, libraryDeclarations);
const reads = (names: string, more: object = {}) => ({
  ...{ reads: names.split(' ').filter(Boolean), passes: false, makes: [], always: [] },
  ...more,
});
const made = (...names: string[]) => ({ makes: names, always: names });

test.each([
  [
    'a function that reads by name',
    'export function transform(record: Input): Output | null { if (!record.name) return null; return { id: record["id"], name: record?.name.trim() } as any; }',
    reads('name id', made('id', 'name')),
  ],
  [
    'what is taken apart',
    `export const transform: Transform = async ({ id, name: other = 'x' }) => ({ id, name: other, note: null, tags: null });`,
    reads('id name', made('id', 'name', 'note', 'tags')),
  ],
  [
    'another name for the record',
    'export const transform = (r: Input) => { const one = r as any; const { tags } = one; return { id: one.id, tags }; };',
    reads('tags id', made('id', 'tags')),
  ],
  [
    'a record that is spread into what is returned',
    'export const transform = (r: Input): Output => r.name === null ? r : { ...r, name: r.name.trim() };',
    { reads: ['name'], passes: true, makes: ['name'], always: [] },
  ],
  [
    'a spread that comes last',
    'export const transform = (r: Input) => ({ note: null, ...r, name: "x" });',
    { reads: [], passes: true, makes: ['note', 'name'], always: ['name'] },
  ],
  [
    'what it makes in a variable',
    'export function transform(r: Input): Output { const made: any = {}; made.id = r.id; return made; }',
    reads('id', { makes: null }),
  ],
  ['a function without a record', 'export const transform = () => null;', reads('')],
])('it can be told of %s', (_name, source, expected) => {
  expect(uses(source).transform).toEqual(expected);
});

test.each([
  ['is given to a function', 'const f = (r: any) => r.note; export const transform = (r: Input) => f(r);'],
  ['is printed', 'export const transform = (r: Input) => { console.log(r); return null; };'],
  ['is walked', 'export const transform = (r: Input) => { for (const k in r) k; return null; };'],
  ['is asked by a name that is worked out', `export const transform = (r: any) => r['no' + 'te'];`],
  ['is called', 'export const transform = (r: any) => r.hasOwnProperty("note") ? r : null;'],
  ['is taken apart with a rest', 'export const transform = ({ id, ...rest }: Input) => rest as any;'],
  ['is spread elsewhere', 'export const transform = (r: Input) => JSON.parse(JSON.stringify({ ...r }));'],
  ['is kept', 'let last: any; export const transform = (r: Input) => { last = r; return null; };'],
  ['is in arguments', 'export function transform(r: Input) { return arguments[0]; }'],
  ['is one of many parameters', 'export const transform = (...all: any[]) => all[0];'],
  ['goes as a shorthand', 'export const transform = (record: Input): any => ({ record }).record;'],
  ['is what a template is tagged with', 'export const transform = (r: any) => r.note`x`;'],
  ['is replaced', 'export const transform = (r: any) => { r = { ...r }; return r; };'],
])('nothing is told of a record that %s', (_name, source) => {
  expect(uses(source).transform).toBeUndefined();
});

test('of a function that is another one by then, or a module’s, nothing is told', () => {
  expect(uses('export let transform = (r: Input): any => r.id;').transform).toBeUndefined();
  expect(uses(`export { text as transform } from 'syncline';`).transform).toBeUndefined();
});

test('a batch is looked into where it makes each record by itself', () => {
  const batch = (source: string) => uses(source, 'batch').batch;
  expect(batch('export const batch = (all: Input[]) => all.map((r) => ({ ...r, name: r.name }));')).toEqual({
    ...{ reads: ['name'], passes: true },
    ...made('name'),
  });
  expect(
    batch(
      'export const batch = async (all: Input[]) => Promise.all(all.map(async (r) => (r.id ? r : null)));',
    ),
  ).toEqual({ reads: ['id'], passes: true, makes: [], always: [] });
  expect(
    batch(
      'export function batch(all: Input[]) { const out: any[] = []; for (const { id } of all) out.push({ id }); return out; }',
    ),
  ).toEqual(reads('id', { makes: null }));
  expect(batch('export const batch = (all: Input[]) => all.toReversed() as any;')).toBeUndefined();
  expect(batch('export const batch = (all: Input[]) => all.map((r, i, them) => them[i]!);')).toBeUndefined();
});

test('a lens is looked at both ways, a filter by what it asks', () => {
  const lens = `export const forward = (r: Input): Output => ({ id: r.id, name: r.name, note: null, tags: null });
    export const backward = (r: Output): Partial<Input> => ({ name: r.name });`;
  expect(uses(lens, 'lens')).toEqual({
    forward: reads('id name', made('id', 'name', 'note', 'tags')),
    backward: reads('name', made('name')),
  });
  expect(uses('export const filter = (r: Input) => r.name !== null;', 'filter').filter).toMatchObject({
    reads: ['name'],
  });
});
