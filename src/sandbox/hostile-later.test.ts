import { describe, expect, test } from 'vitest';
import { hostileCode } from '#testing/hostile-code.ts';

/** What code leaves for later, and what lies about itself: tried on the second of three records, too. */
const { runner, rows, program, secondOf } = hostileCode();
const record = (id: number) => ({ kind: 'records', rows: [rows[id]] });
const own = (more: object) => ({ kind: 'records', rows: [{ ...rows[1], ...more }] });
const failed = (code: string, more: object = {}) => ({ kind: 'failed', failure: { code, ...more } });

describe('what a record leaves for later is its own', () => {
  const async = 'async function transform(r: any): Promise<any>';
  test.each([
    [
      'an endless loop',
      'Promise.resolve().then(() => { for (;;) {} }); return r;',
      failed('CODE_TIMEOUT', { line: 3 }),
    ],
    ['endless waiting', '(async () => { for (;;) await null; })(); return r;', failed('CODE_TIMEOUT')],
    [
      'a bomb',
      'Promise.resolve().then(() => { for (const a = [];;) a.push(Array(1000).fill(1)); }); return r;',
      /MEMORY|TIMEOUT/,
    ],
    [
      'a rejected promise',
      'Promise.reject(new RangeError("nobody hears")); return r;',
      failed('CODE_FAILED', { message: 'RangeError: nobody hears', line: 3 }),
    ],
    [
      'an error thrown later',
      'Promise.resolve().then(() => { throw new Error("late"); }); return r;',
      failed('CODE_FAILED', { message: 'late', line: 3 }),
    ],
    [
      'a rejection that says a limit was passed',
      'Promise.reject(new Error("it timed out, no memory")); return r;',
      failed('CODE_FAILED', { message: 'it timed out, no memory' }),
    ],
    ['a rejection with nothing', 'Promise.reject(); return r;', failed('CODE_FAILED', { line: 1 })],
  ])('%s', async (_name, body, wanted) => {
    const results = [await secondOf(body), await secondOf(`await null; ${body}`, async)];
    for (const result of results) {
      if (wanted instanceof RegExp) expect(result.kind === 'failed' && result.failure.code).toMatch(wanted);
      else expect(result).toMatchObject(wanted);
    }
  });

  test('what is rejected and heard of in time fails nothing', async () => {
    const body =
      'const p = Promise.reject(new Error("x")); Promise.resolve().then(() => p.catch(() => 1)); return r;';
    expect(await secondOf(body)).toEqual(own({}));
  });

  test('of a batch, too', async () => {
    const source = (harm: string) =>
      `export const batch = (all: any[]) => all.map((r) => { if (r.id === 1) { ${harm} } return r; });`;
    for (const [harm, wanted] of [
      ['for (;;) {}', 'CODE_TIMEOUT'],
      ['Promise.resolve().then(() => { for (;;) {} });', 'CODE_TIMEOUT'],
      ['Promise.reject(new Error("later"));', 'CODE_FAILED'],
      ['RegExp.prototype.exec = () => null;', 'CODE_FAILED'],
    ] as const) {
      const code = await runner.open('batch', program(source(harm), { form: 'batch' }));
      const { results } = await code.run('batch', rows);
      expect(results, harm).toMatchObject([record(0), failed(wanted), record(2)]);
    }
  });

  test('what the module leaves for later fails all, with its own words', async () => {
    const source =
      "const now = 1;\nPromise.reject(new Error('module ' + now));\nexport const transform = (r: any) => r;";
    const code = await runner.open('module', program(source));
    const { results } = await code.run('transform', rows);
    expect(results).toMatchObject(rows.map(() => failed('CODE_FAILED', { message: 'module 1', line: 2 })));
  });
});

describe('a record that is too much to be read, or an isolate that is full, harms no other', () => {
  test('a huge record', async () => {
    const code = await runner.open(
      'huge',
      program('export const transform = (r: any) => ({ ...r, name: "short" });'),
    );
    const { results } = await code.run('transform', [
      rows[0],
      { ...rows[1], name: 'y'.repeat(60e6) },
      rows[2],
    ] as typeof rows);
    expect(results).toMatchObject([
      own({ id: '0', name: 'short' }),
      failed('CODE_MEMORY'),
      own({ id: '2', name: 'short' }),
    ]);
  });

  test('many programs of one scope', async () => {
    for (let n = 0; n < 40; n++) {
      const code = await runner.open(
        'many',
        program(
          `const kept = Array(150_000).fill(${n}); export const transform = (r: any) => ({ ...r, name: String(kept[0]) });`,
        ),
      );
      expect((await code.run('transform', rows.slice(1, 2))).results).toEqual([own({ name: String(n) })]);
    }
  });
});

describe('what lies about itself fails or is taken for what it is', () => {
  const invalid = (message: string) =>
    failed('CODE_RESULT_INVALID', { message: expect.stringContaining(message) });
  const length = (of: string) => `return new Proxy([], { get: (_t, k) => (k === 'length' ? ${of} : r) });`;
  test.each([
    [
      'a bigint for a number',
      'return { ...r, id: 1n };',
      invalid('"id" does not fit int32: it should be a number'),
    ],
    ['a symbol for a number', 'return { ...r, id: Symbol() };', invalid('"id"')],
    [
      'an object that is a number when asked',
      'return { ...r, id: { valueOf: () => 1, [Symbol.toPrimitive]: () => 1 } };',
      invalid('"id"'),
    ],
    ['a symbol for a text', 'return { ...r, name: Symbol() };', invalid('"name"')],
    ['a length that grows', `let n = 0; ${length('({ valueOf: () => n++ })')}`, failed('CODE_OUTPUT_LIMIT')],
    ['a length that is a text', length('"1"'), failed('CODE_OUTPUT_LIMIT')],
    ['a length below nothing', length('-1'), { kind: 'records', rows: [] }],
    ['a hole in a list', 'return [r, , r];', invalid('nothing')],
    ['a generator', 'return (function* () { yield r; })();', invalid('"id" is missing')],
    ['an async generator', 'return (async function* () { yield r; })();', invalid('"id" is missing')],
    ['a Map', 'return new Map(Object.entries(r));', invalid('"id" is missing')],
    ['hold, which only merge may return', `return Symbol.for('syncline.hold');`, invalid('a symbol')],
    ['a thenable is no promise', 'return { then: (f: any) => f(r) };', invalid('"id" is missing')],
    [
      'a promise of a thenable that goes on and on',
      'return (async () => ({ then(f: any) { f(r); f(1); throw 1; } }))();',
      own({}),
    ],
    [
      'a promise of a thenable that never answers',
      'return (async () => ({ then() {} }))();',
      failed('CODE_TIMEOUT'),
    ],
    [
      'a then that throws when looked at',
      'return (async () => ({ get then() { throw new Error("looked"); } }))();',
      failed('CODE_FAILED', { message: 'looked', line: 3 }),
    ],
    [
      'a promise that settles twice',
      'return new Promise((a, b) => { a(r); b(new Error()); a(1); });',
      own({}),
    ],
    [
      'a promise of itself',
      'let a: any; const p = new Promise((x) => { a = x; }); a(p); return p;',
      failed('CODE_FAILED'),
    ],
    ['what only looks like a promise', 'return Object.create(Promise.prototype);', failed('CODE_FAILED')],
    ['a promise behind a proxy', 'return new Proxy(Promise.resolve(r), {});', failed('CODE_FAILED')],
    [
      'a promise with a constructor that throws',
      'const p: any = Promise.resolve(r); Object.defineProperty(p, "constructor", { get() { throw new Error("made"); } }); return p;',
      failed('CODE_FAILED', { message: 'made' }),
    ],
    [
      'a list with a species of its own',
      'class A extends Array { static get [Symbol.species](): any { throw 1; } } return A.from([r]);',
      own({}),
    ],
    [
      'a record behind thousands of proxies',
      'let o = r; for (let i = 0; i < 1e5; i++) o = new Proxy(o, {}); return o;',
      failed('CODE_FAILED'),
    ],
    [
      'a thrown undefined',
      'throw undefined;',
      failed('CODE_FAILED', { message: 'The code threw undefined' }),
    ],
    ['a thrown symbol', 'throw Symbol("s");', failed('CODE_FAILED', { message: 'The code threw Symbol(s)' })],
    ['a thrown bigint', 'throw 10n ** 5000n;', failed('CODE_FAILED')],
    ['a thrown object without a prototype', 'throw Object.create(null);', failed('CODE_FAILED')],
    [
      'an error with a name that throws',
      'const e = new Error(); Object.defineProperty(e, "name", { get() { throw 1; } }); throw e;',
      failed('CODE_FAILED'),
    ],
    [
      'a stack of places that there are not',
      'const e: any = new Error("a"); e.stack = "Error\\n at (code:0:0)\\n at (code:1e9:0)\\n at (code:99999999999999999999:1)"; throw e;',
      failed('CODE_FAILED', { message: 'a' }),
    ],
    [
      'a stack without an end',
      'const e: any = new Error("a"); e.stack = "x".repeat(2 ** 24); throw e;',
      failed('CODE_FAILED', { message: 'a' }),
    ],
    [
      'a document that says JSON itself',
      'return { ...r, doc: (JSON as any).rawJSON("12345678901234567890") };',
      own({ doc: '12345678901234567890' }),
    ],
    ['a document of a bigint', 'return { ...r, doc: { a: 1n } };', invalid('"doc"')],
    [
      'a document with a key __proto__',
      'return { ...r, doc: { ["__proto__"]: { x: 1 } } };',
      own({ doc: '{"__proto__":{"x":1}}' }),
    ],
    ['a text of marks', 'return { ...r, name: "\\x02" };', own({ name: '\x02' })],
  ])('%s', async (_name, body, wanted) => {
    expect(await secondOf(body)).toMatchObject(wanted);
  });
});

describe('what tells of the machine, or would stay for others, is not there', () => {
  test.each([
    ['weak references', 'return new WeakRef(r).deref();', failed('CODE_FAILED')],
    [
      'the end of garbage',
      'new FinalizationRegistry(() => { for (;;) {} }).register({}, 1); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'what the module is called',
      'return { ...r, name: JSON.stringify((import.meta as any)) };',
      own({ name: '{}' }),
    ],
    ['a module loaded later', 'const n = "node:fs"; return import(n + "");', failed('CODE_FAILED')],
    [
      'another prototype for regular expressions',
      'Object.setPrototypeOf(RegExp.prototype, { leaked: 1 }); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'another prototype for globals',
      'Object.setPrototypeOf(globalThis, { leaked: 1 }); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'what is said when an error is made',
      'Error.captureStackTrace = () => { throw 1; }; return r;',
      failed('CODE_FAILED'),
    ],
    [
      'buffers that grow',
      'const b = new ArrayBuffer(1, { maxByteLength: 2 ** 31 } as any) as any; b.resize(2 ** 31 - 1); return new Uint8Array(b).fill(1);',
      /MEMORY|FAILED|TIMEOUT/,
    ],
    [
      'formats without number',
      'for (const a: any[] = [];;) a.push(new Intl.DateTimeFormat("de", { timeZone: "Europe/Berlin" }));',
      /MEMORY|TIMEOUT|CRASHED/,
    ],
    [
      'text beyond all length',
      'return { ...r, name: "".padStart(2 ** 29 - 30, "ab") };',
      /MEMORY|FAILED|OUTPUT|TIMEOUT/,
    ],
    ['JSON nested beyond the stack', 'return JSON.parse("[".repeat(1e7));', /MEMORY|FAILED|TIMEOUT/],
    [
      'an iterator that does not let go',
      'for (const _ of { [Symbol.iterator]: () => ({ next: () => ({}), return() { for (;;) {} } }) } as any) break; return r;',
      failed('CODE_TIMEOUT'),
    ],
  ])('%s', async (_name, body, wanted) => {
    const result = await secondOf(body);
    if (wanted instanceof RegExp) expect(result.kind === 'failed' && result.failure.code).toMatch(wanted);
    else expect(result).toMatchObject(wanted);
  });
});
