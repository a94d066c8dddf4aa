import { afterAll, expect } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { CodeResult } from '#core/ports/code-runner.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';

const fields: CodeField[] = [
  { name: 'id', type: { kind: 'int32' }, nullable: false },
  { name: 'name', type: { kind: 'text' }, nullable: true },
  { name: 'doc', type: { kind: 'json' }, nullable: true },
];
const rows = [0, 1, 2].map((id) => ({ id: String(id), name: `n${id}`, doc: '{"a":1}' }));

function program(source: string, more: Partial<CodeProgram> = {}): CodeProgram {
  return {
    ...{ form: 'transform', source, input: fields, output: fields, modules: [], tables: { t: { a: 'b' } } },
    ...more,
  };
}

/** A sandbox with narrow limits for code that wants to harm, for the tests of one file; it is closed behind them. */
export function hostileCode() {
  const runner = createCodeRunner({
    limits: { cpuMs: 250, wallMs: 2000, memoryMb: 32, growthMb: 160, outputChars: 1e6, rows: 100 },
    children: 2,
  });
  afterAll(() => runner.close());
  let count = 0;

  /** What the second of three records came to, where `body` is what a function of the record `r` does with it. */
  async function secondOf(body: string, head = 'function transform(r: any): any'): Promise<CodeResult> {
    const scope = `hostile-${count++}`;
    const source = `export ${head} {\n if (r.id !== 1) return r;\n ${body}\n}`;
    const code = await runner.open(scope, program(source));
    const { results } = await code.run('transform', rows);
    expect(results).toHaveLength(3);
    expect(results[0], 'the record before').toEqual({ kind: 'records', rows: [rows[0]] });
    expect(results[2], 'the record behind').toEqual({ kind: 'records', rows: [rows[2]] });
    await runner.release(scope);
    return results[1] as CodeResult;
  }

  return { runner, rows, program, secondOf };
}
