import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner({ limits: { cpuMs: 300 } });
afterAll(() => runner.close());

const field = (name: string, type: NeutralType, nullable = true): CodeField => ({ name, type, nullable });
const fields = [field('id', { kind: 'int32' }, false), field('name', { kind: 'text' })];

function program(source: string, more: Partial<CodeProgram> = {}): CodeProgram {
  return { form: 'transform', source, input: fields, output: fields, modules: [], tables: {}, ...more };
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, id) => ({ id: String(id), name: `n${id}` }));
const records = (...made: object[]) => ({ kind: 'records', rows: made });

describe('forms', () => {
  test('transform makes one record, none or several', async () => {
    const code = await runner.open(
      'forms',
      program(
        `export const transform = (r: Input) => r.id === 0 ? null : r.id === 1 ? [r, { ...r, id: 10 }] : { ...r, name: r.name + '!' };`,
      ),
    );
    const { results } = await code.run('transform', rows(3));
    expect(results).toEqual([
      records(),
      records({ id: '1', name: 'n1' }, { id: '10', name: 'n1' }),
      records({ id: '2', name: 'n2!' }),
    ]);
  });

  test('a lens goes both ways, and what it leaves out is not in the record', async () => {
    const output = [field('label', { kind: 'text' })];
    const code = await runner.open(
      'forms',
      program(
        `export const forward = (r: Input) => ({ label: r.id + ':' + r.name });
         export const backward = (r: Output) => ({ name: r.label.split(':')[1] });`,
        { form: 'lens', output },
      ),
    );
    expect((await code.run('forward', rows(2))).results[1]).toEqual(records({ label: '1:n1' }));
    expect((await code.run('backward', [{ label: '7:x' }])).results).toEqual([records({ name: 'x' })]);
  });

  test('batch gets all records at once; where it throws each is tried alone', async () => {
    const code = await runner.open(
      'forms',
      program(
        `export async function batch(all: Input[]) {
           if (all.some((r) => r.id === 1)) throw new Error('one');
           return all.map((r) => ({ ...r, name: String(all.length) }));
         }`,
        { form: 'batch' },
      ),
    );
    expect(
      (
        await code.run('batch', [
          { id: '3', name: null },
          { id: '4', name: null },
        ])
      ).results,
    ).toEqual([records({ id: '3', name: '2' }), records({ id: '4', name: '2' })]);
    const { results } = await code.run('batch', rows(3));
    expect(results[0]).toEqual(records({ id: '0', name: '1' }));
    expect(results[1]).toMatchObject({
      kind: 'failed',
      failure: { code: 'CODE_FAILED', message: 'one', line: 2 },
    });
    expect(results[2]).toEqual(records({ id: '2', name: '1' }));
  });

  test('filter keeps or drops', async () => {
    const code = await runner.open(
      'forms',
      program('export const filter = async (r: Input) => r.id > 0;', { form: 'filter' }),
    );
    const { results } = await code.run('filter', rows(2));
    expect(results).toEqual([
      { kind: 'keep', keep: false },
      { kind: 'keep', keep: true },
    ]);
  });

  test('merge gives a value or holds', async () => {
    const code = await runner.open(
      'forms',
      program(
        `export const merge = ({ field, base, left, right }: Conflict) =>
           base === undefined ? Symbol.for('syncline.hold') : field === 'id' ? Math.max(left, right) : null;`,
        { form: 'merge' },
      ),
    );
    const { results } = await code.run('merge', [
      { field: 'id', base: '1', left: '2', right: '3' },
      { field: 'name', base: null, left: 'a', right: 'b' },
      { field: 'name', base: undefined, left: 'a', right: 'b' },
      { field: 'other', base: null, left: 'a', right: 'b' },
    ]);
    expect(results).toMatchObject([
      { kind: 'value', value: '3' },
      { kind: 'value', value: null },
      { kind: 'hold' },
      { kind: 'failed', failure: { code: 'CODE_RESULT_INVALID' } },
    ]);
  });

  test('modules and tables are what the program has', async () => {
    const modules = [
      {
        name: 'greet',
        version: 3,
        source: `import { mark } from 'library/mark';\nexport const greet = (n: string) => n + mark;`,
      },
      { name: 'mark', version: 1, source: `export const mark: string = '?';` },
    ];
    const code = await runner.open(
      'forms',
      program(
        `import { greet } from 'library/greet';
         export const transform = (r: Input) => ({ ...r, name: greet(tables.names[r.name] ?? 'none') });`,
        { modules, tables: { names: { n0: 'Ann', n1: null } } },
      ),
    );
    const { results } = await code.run('transform', [...rows(2), { id: '2', name: 'constructor' }]);
    const names = ['Ann?', 'none?', 'none?'];
    expect(results).toEqual(
      names.map((name, id) => records({ id: String(id), name: id === 2 ? 'none?' : name })),
    );
  });
});

test('the standard library is there: all of it, its log on the console, its hold as what merge comes to', async () => {
  const code = await runner.open(
    'library',
    program(
      `import * as all from 'syncline';
       export const transform = (r: Input) => {
         all.log.warn('seen', { id: r.id });
         return { ...r, name: [all.text.trim(' a '), typeof all.phone, all.hash.sha256('a').length, Object.keys(all).length > 9].join() };
       };`,
    ),
  );
  const { results, observed } = await code.run('transform', rows(1), { observe: true });
  expect(results).toEqual([records({ id: '0', name: 'a,object,64,true' })]);
  expect(observed?.[0]?.console).toEqual([{ level: 'warn', text: 'seen id=0' }]);
  const merging = await runner.open(
    'library',
    program(`import { hold } from 'syncline'; export const merge = () => hold;`, { form: 'merge' }),
  );
  const conflict = { field: 'name', base: null, left: 'a', right: 'b' };
  expect((await merging.run('merge', [conflict])).results).toEqual([{ kind: 'hold' }]);
  const wrong = program(`import { nothing } from 'syncline'; export const transform = () => nothing;`);
  await expect(runner.open('library', wrong)).rejects.toMatchObject({
    code: 'CODE_INVALID',
    detail: 'line 1, column 10',
  });
});

describe('failures', () => {
  test('are at the record that they are of, with the place in the TypeScript', async () => {
    const modules = [
      {
        name: 'strict',
        version: 1,
        source: `type Id = number;\n\nexport function strict(id: Id) {\n  if (id === 2) throw new RangeError('two');\n}`,
      },
    ];
    const code = await runner.open(
      'failures',
      program(
        `import { strict } from 'library/strict';
interface Unused { a: string }
export async function transform(record: Input): Promise<Output> {
  strict(record.id);
  if (record.id === 3) record.name.missing.more();
  if (record.id === 4) for (;;) {}
  if (record.id === 5) await new Promise(() => undefined);
  return record;
}`,
        { modules },
      ),
    );
    const { results } = await code.run('transform', rows(8));
    expect(results.map((each) => (each.kind === 'failed' ? each.failure : each.kind))).toEqual([
      ...['records', 'records'],
      { code: 'CODE_FAILED', message: 'RangeError: two', module: 'library/strict', line: 4, column: 23 },
      expect.objectContaining({ code: 'CODE_FAILED', line: 5, module: null }),
      expect.objectContaining({ code: 'CODE_TIMEOUT', line: 6 }),
      expect.objectContaining({ code: 'CODE_TIMEOUT', message: expect.stringContaining('promise'), line: 3 }),
      ...['records', 'records'],
    ]);
  });

  test('of the module itself are those of every record', async () => {
    const code = await runner.open(
      'failures',
      program(`throw new Error('at once');\nexport const transform = (r: Input) => r;`),
    );
    const { results } = await code.run('transform', rows(2));
    for (const result of results)
      expect(result).toMatchObject({
        kind: 'failed',
        failure: { code: 'CODE_FAILED', message: 'at once', line: 1 },
      });
    const endless = await runner.open(
      'failures',
      program(`for (;;) {}\nexport const transform = (r: Input) => r;`),
    );
    const stopped = await endless.run('transform', rows(50));
    expect(stopped.results).toHaveLength(50);
    expect(stopped.results[49]).toMatchObject({ kind: 'failed', failure: { code: 'CODE_TIMEOUT', line: 1 } });
  });

  test.each([
    ['const transform = 1', 'The code has to export transform'],
    ['export const other = 1', 'it exports no "transform"'],
    ['export const transform = (r: Input) => {', 'does not compile'],
    [
      `import fs from 'node:fs';\nexport const transform = () => fs`,
      'There is no module "node:fs" here; there are "syncline".',
    ],
    [`export const transform = async () => import('library/none')`, 'There is no module "library/none"'],
  ])('what does not compile is refused: %s', async (source, message) => {
    await expect(runner.open('failures', program(source))).rejects.toMatchObject({
      code: 'CODE_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

test('what is observed: the console, time and memory of each record', async () => {
  const code = await runner.open(
    'observed',
    program(
      `export const transform = (r: Input) => { if (r.id) console.warn('at', r, 5n); return { ...r, name: 'x'.repeat(r.id) }; };`,
    ),
  );
  const { observed } = await code.run('transform', rows(2), { observe: true });
  expect(observed?.map((each) => each.console)).toEqual([
    [],
    [{ level: 'warn', text: 'at {"id":1,"name":"n1"} 5n' }],
  ]);
  expect(observed?.every(({ micros, bytes }) => micros > 0 && bytes >= 0)).toBe(true);
});

test('scopes run side by side, and one that never ends holds up none of the others', async () => {
  const endless = await runner.open('endless', program('export const transform = () => { for (;;) {} };'));
  const quick = await runner.open('quick', program('export const transform = (r: Input) => r;'));
  const order: string[] = [];
  await Promise.all([
    endless.run('transform', rows(1)).then(({ results }) => order.push(results[0]?.kind ?? '')),
    quick.run('transform', rows(1)).then(({ results }) => order.push(results[0]?.kind ?? '')),
  ]);
  expect(order).toEqual(['records', 'failed']);
});

test('a process that is killed in the middle of a batch is replaced, and no record is lost or fails', {
  timeout: 60_000,
}, async () => {
  const source = `export const transform = (r: Input) => { const until = Date.now() + 1; while (Date.now() < until); return r; };`;
  const code = await runner.open('killed', program(source));
  const given = rows(800);
  await code.run('transform', given.slice(0, 1));
  const running = code.run('transform', given);
  // It takes most of a second, so that this is in its middle.
  await setTimeout(300);
  let killed = 0;
  // Only Linux tells which processes are ours; elsewhere the batch goes through untroubled.
  for (const pid of existsSync('/proc/self') ? childrenThatWork() : []) {
    process.kill(pid, 'SIGKILL');
    killed++;
  }
  const { results } = await running;
  expect(results).toEqual(given.map((row) => records(row)));
  expect(killed > 0).toBe(existsSync('/proc/self'));
});

/** The children of this very process that run code. */
function childrenThatWork(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return Number(parent) === process.pid && command.includes('--permission') ? [Number(name)] : [];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

test('nothing is left when a runner is closed, or a scope released', async () => {
  const own = createCodeRunner();
  const code = await own.open(
    'own',
    program('let seen = 0; export const transform = (r: Input) => ({ ...r, id: ++seen });'),
  );
  const first = async () => (await code.run('transform', rows(1))).results;
  expect(await first()).toEqual([records({ id: '1', name: 'n0' })]);
  expect(await first()).toEqual([records({ id: '2', name: 'n0' })]);
  await own.release('own');
  expect(await first()).toEqual([records({ id: '1', name: 'n0' })]);
  await own.close();
  await expect(code.run('transform', rows(1))).rejects.toMatchObject({ code: 'CODE_UNAVAILABLE' });
});
