import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assembleProgram, codeTables } from '#core/code/assemble-program.ts';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeForm } from '#core/code/code-form.ts';
import { libraryDeclarations } from '#core/code/generated/library-declarations.ts';
import { runCases } from '#core/code/run-cases.ts';
import { compile } from '#core/flow/compile.ts';
import { FlowGraph } from '#core/flow/flow-graph.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { fieldOf } from '#testing/value-fixtures.ts';
import { typeCheck } from './check/type-check.ts';
import { createCodeRunner } from './code-host.ts';
import { defaultLimits } from './code-limits.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/code-nodes.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
const runner = createCodeRunner();
afterAll(() => runner.close());

const text: NeutralType = { kind: 'text' };
const int: NeutralType = { kind: 'int32' };
const stream = (name: string, types: Record<string, NeutralType>): StreamSchema => ({
  name,
  fields: Object.entries(types).map(([field, type]) =>
    fieldOf(type, { name: field, nullable: field !== 'id' }),
  ),
  key: ['id'],
  uniques: [],
  references: [],
  rowEstimate: null,
  beforeImage: 'full',
});

test('the flow of the page compiles, its code fits, and its case passes', async () => {
  const [example = ''] = blocks('json');
  const graph = FlowGraph.parse(JSON.parse(example));
  const streams: Record<string, StreamSchema> = {
    'public.contacts': stream('public.contacts', { id: int, name: text, country: text }),
    'public.people': stream('public.people', { id: int, full_name: text, country: text }),
  };
  const { problems, code } = compile(graph, (_, name) => streams[name] ?? 'missing');
  expect(problems).toEqual([]);
  const node = graph.nodes.find((each) => each.kind === 'code');
  const [shape] = code;
  if (node?.kind !== 'code' || !shape) throw new Error('the page has no code node');
  const program = assembleProgram(node, shape, codeTables(graph.tables), []);
  expect(typeCheck(program, libraryDeclarations)).toEqual([]);
  const functions = await runner.open('page', program);
  const outcomes = await runCases(functions, node.cases ?? [], { ...shape, form: node.form });
  expect(outcomes).toMatchObject([{ name: 'blanks go', passed: true, differences: [] }]);
});

test('the code of the page fits', () => {
  const nullable = (name: string, type: NeutralType = text): CodeField => ({ name, type, nullable: true });
  const id: CodeField = { name: 'id', type: int, nullable: false };
  const input = [
    id,
    ...['email', 'first_name', 'last_name'].map((name) => nullable(name)),
    nullable('price', { kind: 'decimal' }),
  ];
  const output = [id, nullable('mail'), nullable('name')];
  const sources = blocks('ts');
  expect(sources).toHaveLength(2);
  for (const source of sources) {
    const form: CodeForm = source.includes('merge(') ? 'merge' : 'transform';
    expect(typeCheck({ form, source, input, output, modules: [], tables: {} }, libraryDeclarations)).toEqual(
      [],
    );
  }
});

test('the limits of the page are those that hold', () => {
  const { cpuMs, wallMs, memoryMb, outputChars, rows, logLines } = defaultLimits;
  const rowsOf = /## When it fails[\s\S]*?\n\n## /.exec(page)?.[0] ?? '';
  for (const limit of [
    `${cpuMs / 1000} s`,
    `${wallMs / 1000} s`,
    `${memoryMb} MB`,
    `${outputChars / 2 ** 20} MB, ${rows.toLocaleString('en')} rows`,
    `${logLines} `,
  ]) {
    expect(rowsOf).toContain(`| ${limit}`);
  }
});
