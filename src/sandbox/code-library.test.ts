import { afterAll, expect, test } from 'vitest';
import type { CodeProgram } from '#core/code/code-program.ts';
import { libraryExamples } from '#testing/code-library/library-examples.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner();
afterAll(() => runner.close());

test('the standard library does in an isolate what its examples say, with zones, frozen intrinsics and all', async () => {
  const examples = libraryExamples();
  const used = examples.flatMap(([expression]) => /\b([a-z]\w*)\.\w/.exec(expression)?.[1] ?? []);
  const field = { name: 'doc', type: { kind: 'json' as const }, nullable: true };
  const list = examples.map(([expression, result]) => `[() => ${expression}, ${result}],`);
  const program: CodeProgram = {
    form: 'transform',
    source: `import { ${[...new Set([...used, 'convert', 'log'])].join(', ')} } from 'syncline';
const examples: [() => unknown, unknown][] = [
${list.join('\n')}
];
export function transform(): Output {
  log.info('tried', { examples: examples.length });
  const cast = convert.fit('12', 'int64');
  return { doc: [String(cast), ...examples.map(([made, wanted]) => JSON.stringify(made()) === JSON.stringify(wanted))] };
}`,
    input: [field],
    output: [field],
    modules: [],
    tables: {},
  };
  const code = await runner.open('library', program);
  const { results, observed } = await code.run('transform', [{ doc: null }], { observe: true });
  expect(results).toEqual([
    { kind: 'records', rows: [{ doc: JSON.stringify(['12', ...examples.map(() => true)]) }] },
  ]);
  expect(observed?.[0]?.console).toEqual([{ level: 'info', text: `tried examples=${examples.length}` }]);
});
