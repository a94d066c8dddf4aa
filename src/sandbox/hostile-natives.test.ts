import { describe, expect, test } from 'vitest';
import { hostileCode } from '#testing/hostile-code.ts';

/** Work that the language's own functions do for code, and what is made of it: tried on the second of three records. */
const { runner, rows, program, secondOf } = hostileCode();
const failed = (code: string | RegExp, more: object = {}) => ({
  kind: 'failed',
  failure: { code: typeof code === 'string' ? code : expect.stringMatching(code), ...more },
});
const own = (more: object = {}) => ({ kind: 'records', rows: [{ ...rows[1], ...more }] });
const stopped = failed(/^CODE_(TIMEOUT|MEMORY|FAILED|CRASHED)$/);
const endless = failed('CODE_TIMEOUT');

describe('the language’s own functions take no more than code may', () => {
  const all = `{ length: 2 ** 53 - 1 } as any`;
  test.each([
    ['a search through a list without end', `Array.prototype.indexOf.call(${all}, 1); return r;`, stopped],
    ['joining it', `Array.prototype.join.call({ length: 2 ** 32 - 1 }, ''); return r;`, stopped],
    ['arguments without end', `Math.max.apply(null, { length: 2 ** 27 } as any); return r;`, stopped],
    [
      'a list of keys without end',
      `Reflect.ownKeys(new Proxy({}, { ownKeys: () => (${all}) })); return r;`,
      stopped,
    ],
    [
      'lists within lists',
      `let a: any[] = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity); return r;`,
      stopped,
    ],
    [
      'sorting with a comparison that calls itself',
      `const c = (): number => [2, 1].sort(c).length; [2, 1].sort(c); return r;`,
      failed('CODE_FAILED'),
    ],
    [
      'replacing that calls itself',
      `const f = (): string => 'a'.replace(/a/, f); return { ...r, name: f() };`,
      failed('CODE_FAILED'),
    ],
    [
      'JSON that calls itself',
      `const o: any = { toJSON: () => JSON.stringify(o) }; JSON.stringify(o); return r;`,
      failed('CODE_FAILED'),
    ],
    [
      'a reviver that calls itself',
      `const v = (): any => JSON.parse('[1]', v); v(); return r;`,
      failed('CODE_FAILED'),
    ],
    [
      'a number that asks itself',
      `const o: any = { [Symbol.toPrimitive]: () => +o }; return { ...r, id: +o };`,
      failed('CODE_FAILED'),
    ],
    [
      'a pattern too deep',
      `new RegExp('('.repeat(1e6) + ')'.repeat(1e6)); return r;`,
      failed(/^CODE_(FAILED|TIMEOUT|MEMORY)$/),
    ],
    ['numbers of a million digits', `return { ...r, name: (10n ** 3_000_000n).toString() };`, stopped],
    [
      'a number shifted out of all bounds',
      `return { ...r, name: String(1n << (1n << 40n)) };`,
      failed('CODE_FAILED'),
    ],
    [
      'a number of all bits',
      `return { ...r, name: String(BigInt.asUintN(2 ** 53 - 1, -1n)) };`,
      failed('CODE_FAILED'),
    ],
    [
      'formatting without end',
      `for (;;) new Intl.NumberFormat('de', { minimumFractionDigits: 20 }).format(1 / 3);`,
      stopped,
    ],
    ['spelling otherwise', `for (let s = 'ﷺ'.repeat(1e6);;) s = s.normalize('NFKD').slice(0, 1e6);`, stopped],
    [
      'a rope that is returned',
      `let s = 'xy'; while (s.length < 2 ** 28) s += s; return { ...r, name: s };`,
      failed(/^CODE_(TIMEOUT|MEMORY|OUTPUT_LIMIT|CRASHED)$/),
    ],
    [
      'a rope as a key',
      `let s = 'xy'; while (s.length < 2 ** 27) s += s; return { ...r, doc: { [s]: 1 } };`,
      failed(/^CODE_(TIMEOUT|MEMORY|OUTPUT_LIMIT|CRASHED)$/),
    ],
    [
      'numbers in a list of their own, beyond memory',
      `return new Float64Array(2 ** 27).fill(1).sort();`,
      stopped,
    ],
    [
      'moving a buffer on and on',
      `let b: any = new ArrayBuffer(2 ** 20); for (const kept: any[] = [];;) { b = b.transfer(b.byteLength * 2); kept.push(b.slice(0)); }`,
      stopped,
    ],
  ])('%s', async (_name, body, wanted) => {
    const result = await secondOf(body);
    if (wanted instanceof RegExp)
      expect(result.kind === 'failed' ? result.failure.code : result.kind).toMatch(wanted);
    else expect(result).toMatchObject(wanted);
  });
});

describe('code that does not let go', () => {
  test.each([
    ['`finally` in place of `return`', 'try { return r; } finally { for (;;); }', endless],
    ['`using` that never ends', 'using _ = { [Symbol.dispose]() { for (;;); } } as any; return r;', endless],
  ])('%s', async (_name, body, wanted) => {
    expect(await secondOf(body)).toMatchObject(wanted);
  });

  test.each([
    [
      'an iterator that never ends',
      'for await (const _ of (async function* () { for (;;) yield 1; })()) {} return r;',
      /TIMEOUT|MEMORY/,
    ],
    [
      'an iterator that waits for ever',
      'for await (const _ of { [Symbol.asyncIterator]: () => ({ next: () => new Promise<any>(() => {}) }) }) {} return r;',
      /TIMEOUT/,
    ],
  ])('%s, while it waits', async (_name, body, code) => {
    const result = await secondOf(body, 'async function transform(r: any): Promise<any>');
    expect(result.kind === 'failed' && result.failure.code).toMatch(code);
  });
});

describe('what is returned is read once, as it stands', () => {
  const lies = 'CODE_RESULT_INVALID';
  test.each([
    [
      'a getter that takes the next field away',
      'const made: any = { get id() { delete made.name; return 1; }, name: "n", doc: null }; return made;',
      failed(lies, { message: expect.stringContaining('"name"') }),
    ],
    [
      'a getter that counts',
      'let n = 0; return { ...r, get name() { return String(n++); } };',
      own({ name: '0' }),
    ],
    ['fields that are inherited', 'return Object.create({ ...r });', own()],
    [
      'getters of a class',
      'class R { get id() { return 1; } get name() { return "n"; } get doc() { return null; } } return new R();',
      own({ name: 'n', doc: null }),
    ],
    [
      'fields of a class',
      'class R { id = 1; name = "n"; doc = null; } return new R();',
      own({ name: 'n', doc: null }),
    ],
    [
      'a record that hides its fields',
      'return new Proxy(r, { has: () => false, ownKeys: () => [], getOwnPropertyDescriptor: () => undefined });',
      own(),
    ],
    [
      'a text that is an object',
      'return { ...r, name: new String("boxed") };',
      failed(lies, { message: expect.stringContaining('"name"') }),
    ],
    [
      'a list behind a proxy that grows',
      'const a: any[] = [r]; return new Proxy(a, { get: (t: any, k) => { if (k === "0") t.push(r); return t[k]; } });',
      /OUTPUT_LIMIT|records/,
    ],
    ['a document with a getter that never ends', 'return { ...r, doc: { get a() { for (;;); } } };', endless],
    [
      'a document behind a proxy without end',
      'const p: any = new Proxy({}, { get: () => p, ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: p, enumerable: true, configurable: true }) }); return { ...r, doc: p };',
      /RESULT_INVALID|TIMEOUT|FAILED|MEMORY|OUTPUT_LIMIT/,
    ],
    [
      'a document of a million lists',
      'return { ...r, doc: Array(1e6).fill([]) };',
      failed(/^CODE_(OUTPUT_LIMIT|TIMEOUT|MEMORY)$/),
    ],
  ])('%s', async (_name, body, wanted) => {
    const result = await secondOf(body);
    if (wanted instanceof RegExp)
      expect(result.kind === 'failed' ? result.failure.code : result.kind).toMatch(wanted);
    else expect(result).toMatchObject(wanted);
  });
});

describe('what is thrown harms nobody who reads it', () => {
  const says = (message: string) => failed('CODE_FAILED', { message: expect.stringContaining(message) });
  test.each([
    [
      'an error behind a proxy that never answers',
      'throw new Proxy(new Error("x"), { getPrototypeOf() { for (;;); } });',
      endless,
    ],
    [
      'an error whose message never ends',
      'throw Object.defineProperty(new Error(), "message", { value: { toString() { for (;;); } } });',
      endless,
    ],
    [
      'an error whose name is a symbol',
      'throw Object.assign(new Error("m"), { name: Symbol("s") });',
      says('Symbol(s)'),
    ],
    ['an error whose stack is a list', 'throw Object.assign(new Error("m"), { stack: ["a"] });', says('m')],
    [
      'an error whose stack throws',
      'throw Object.defineProperty(new Error("m"), "stack", { get() { throw new Error("no"); } });',
      failed('CODE_FAILED'),
    ],
    [
      'an error with a cause in a circle',
      'const e: any = new Error("round"); e.cause = e; throw e;',
      says('round'),
    ],
    [
      'a million errors in one',
      'throw new AggregateError(Array(1e6).fill(0).map((_, i) => i), "many");',
      failed(/^CODE_(FAILED|TIMEOUT|MEMORY)$/),
    ],
    ['a function', 'throw () => 1;', says('The code threw')],
    ['words of a limit', 'throw new Error("Script execution timed out.");', says('timed out')],
    [
      'what looks like one of ours',
      'throw Object.assign(new Error("own"), { code: "CODE_TIMEOUT", failure: {}, "#own": true });',
      says('own'),
    ],
    ['half a character', 'throw new Error("\\ud800");', failed('CODE_FAILED')],
    ['marks between pieces', 'throw new Error("\\x00\\x01\\x02\\n{}");', failed('CODE_FAILED')],
  ])('%s', async (_name, body, wanted) => {
    expect(await secondOf(body)).toMatchObject(wanted);
  });
});

describe('what is kept is kept apart', () => {
  test.each([
    [
      'a field put on what all objects inherit',
      'class A { constructor() { return Object.prototype; } } class B extends A { leaked = 1; } new B(); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'a field put on the prototype of patterns',
      'class A { constructor() { return RegExp.prototype; } } class B extends A { leaked = 1; } new B(); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'a field put on the console',
      'class A { constructor() { return console; } } class B extends A { leaked = 1; } new B(); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'the length of a function',
      'Object.defineProperty(JSON.parse, "length", { value: 9 }); return r;',
      failed('CODE_FAILED'),
    ],
    [
      'a property of a shared symbol',
      '(Symbol.iterator as any).leaked = 1; return r;',
      failed('CODE_FAILED'),
    ],
    ['the rows of a table', 'Object.setPrototypeOf(tables, { leaked: 1 }); return r;', failed('CODE_FAILED')],
  ])('%s', async (_name, body, wanted) => {
    expect(await secondOf(body)).toMatchObject(wanted);
  });

  test('a private name on an intrinsic is known to nobody else, nor is what it holds', async () => {
    const source = `class A { constructor() { return Object.prototype as any; } }
      class Kept extends A { #n = 0; static has(o: any) { return #n in o; } }
      const was = Kept.has(Object.prototype);
      try { if (!was) new Kept(); } catch {}
      export const transform = (r: any) => ({ ...r, name: String(was) });`;
    for (const scope of ['w1/flow/1', 'w2/flow/1']) {
      const code = await runner.open(scope, program(source));
      const { results } = await code.run('transform', rows.slice(1, 2));
      expect(results, scope).toEqual([own({ name: 'false' })]);
    }
  });
});

describe('a console that is flooded', () => {
  const observed = async (body: string) => {
    const code = await runner.open(
      `console-${body}`,
      program(`export const transform = (r: any): any => { ${body} return r; };`),
    );
    return code.run('transform', rows.slice(1, 2), { observe: true });
  };
  test.each([
    ['one huge line', 'console.log("x".repeat(2 ** 27));'],
    [
      'what cannot be shown',
      'console.log(Proxy.revocable({}, {}).proxy, Object.create(null), Symbol("s"), () => 1, 10n, undefined);',
    ],
    [
      'what throws as it is shown',
      'console.log({ get a() { throw new Error("shown"); } }, { toJSON() { throw 1; } });',
    ],
    ['a thousand values', 'console.log(...Array(1e5).fill("word"));'],
    ['half characters', 'console.log("\\ud800", { a: "\\udc00" });'],
  ])('%s is cut', async (_name, body) => {
    const run = await observed(body);
    if (run.results[0]?.kind === 'failed')
      expect(run.results[0].failure.code).toMatch(/^CODE_(MEMORY|FAILED)$/);
    for (const { text } of run.observed?.[0]?.console ?? []) {
      expect(text.length).toBeLessThanOrEqual(2000);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  test.each([
    ['a value that never ends', 'console.log({ get a() { for (;;); } });', /TIMEOUT/],
    [
      'a document in a circle of proxies',
      'const p: any = new Proxy({}, { get: () => p, ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ value: p, enumerable: true, configurable: true }) }); console.log(p);',
      /TIMEOUT|MEMORY|records/,
    ],
  ])('%s fails the record, where it is looked at', async (_name, body, wanted) => {
    const { results } = await observed(body);
    expect(results[0]?.kind === 'failed' ? results[0].failure.code : results[0]?.kind).toMatch(wanted);
  });
});
