import { afterAll, describe, expect, test } from 'vitest';
import { typeCheck } from '#sandbox/check/type-check.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { checkLaws } from '../code/check-laws.ts';
import type { CodeProgram } from '../code/code-program.ts';
import { libraryDeclarations } from '../code/generated/library-declarations.ts';
import { runCases } from '../code/run-cases.ts';
import { CodeNode } from '../flow/flow-graph.ts';
import type { Row } from '../values/value.ts';
import { builtIns, builtInTemplates } from './built-in-templates.ts';
import { TemplateBody } from './template-body.ts';

const runner = createCodeRunner();
afterAll(() => runner.close());

const lenses = builtIns.filter(({ node }) => node.form === 'lens').map((each) => [each.name, each] as const);

test.each(lenses)(
  '%s holds the laws, unless it says why not',
  async (_, { node, input, output }) => {
    const { form, source, lawless } = CodeNode.parse({ id: 'lens', kind: 'code', ...node });
    const functions = await runner.open('built-in', { form, source, input, output, modules: [], tables: {} });
    const run = async (entry: 'forward' | 'backward', rows: readonly Row[]) =>
      (await functions.run(entry, rows)).results;
    const forward = (rows: readonly Row[]) => run('forward', rows);
    const backward = (rows: readonly Row[]) => run('backward', rows);
    const { broken, generated } = await checkLaws({ forward, backward, input, output }, {});
    expect(generated).toBeGreaterThan(0);
    expect(broken.length > 0).toBe(lawless !== undefined);
  },
  60_000,
);

describe.each(builtIns.map((each) => [each.name, each] as const))('%s', (_, { id, node, input, output }) => {
  const { form, source, cases = [] } = CodeNode.parse({ id, kind: 'code', ...node });
  const program: CodeProgram = { form, source, input, output, modules: [], tables: {} };

  test('compiles, and passes its own tests', { timeout: 60_000 }, async () => {
    expect(typeCheck(program, libraryDeclarations)).toEqual([]);
    const functions = await runner.open('built-in', program);
    const outcomes = await runCases(functions, cases, program);
    expect(outcomes.filter(({ passed }) => !passed)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(1);
  });
});

test('they are templates like any other', () => {
  for (const { body } of builtInTemplates) expect(TemplateBody.safeParse(body).error).toBeUndefined();
  expect(new Set(builtInTemplates.map(({ id }) => id)).size).toBe(builtInTemplates.length);
});
