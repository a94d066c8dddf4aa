import { describe, expect, test } from 'vitest';
import { hostileCode } from '#testing/hostile-code.ts';

/** Code that wants to harm: each is tried on the second of three records, and nothing else may suffer. */
const { runner, rows, program, secondOf } = hostileCode();

const failed = (code: string) => ({ kind: 'failed', failure: { code, line: expect.any(Number) } });

describe('what takes too much fails with its code, at its record', () => {
  test.each([
    ['an endless loop', 'for (;;) {}', 'CODE_TIMEOUT'],
    [
      'an endless loop that catches',
      'for (;;) { try { for (;;) {} } catch {} finally { continue } }',
      'CODE_TIMEOUT',
    ],
    ['a pattern that backtracks', `/^(a+)+$/.test('a'.repeat(40) + 'b'); return r;`, 'CODE_TIMEOUT'],
    ['a replacement that backtracks', `'x'.repeat(50000).replace(/(x+x+)+y/, ''); return r;`, 'CODE_TIMEOUT'],
    [
      'endless microtasks',
      'const again = (): any => Promise.resolve().then(again); return again();',
      'CODE_TIMEOUT|CODE_MEMORY',
    ],
    ['an async loop', 'return (async () => { for (;;) await null; })();', 'CODE_TIMEOUT|CODE_MEMORY'],
    [
      'an endless iterator',
      `return Array.from({ *[Symbol.iterator]() { for (;;) yield; } }, () => 0).length;`,
      'CODE_TIMEOUT|CODE_MEMORY',
    ],
    ['an endless getter in what is returned', 'return { ...r, get name() { for (;;) {} } };', 'CODE_TIMEOUT'],
    [
      'a sum that never ends',
      'return { ...r, name: String(2n ** 2n ** 24n) };',
      'CODE_TIMEOUT|CODE_FAILED|CODE_MEMORY',
    ],
    ['a promise that nothing settles', 'return new Promise(() => {});', 'CODE_TIMEOUT'],
    ['a sort that never ends', 'return [...Array(1e6).keys()].sort(() => { for (;;) {} });', 'CODE_TIMEOUT'],
    [
      'a bomb of arrays',
      'const all = []; for (;;) all.push(new Array(1000).fill(r));',
      'CODE_MEMORY|CODE_TIMEOUT',
    ],
    [
      'a bomb of texts',
      `let s = 'x'; const all = []; for (;;) { s += s.length; all.push([...s]); }`,
      'CODE_MEMORY|CODE_TIMEOUT|CODE_FAILED',
    ],
    [
      'a bomb of buffers',
      'const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));',
      'CODE_FAILED|CODE_MEMORY|CODE_TIMEOUT',
    ],
    [
      'a bomb of closures',
      'let f: any = null; for (;;) { const g = f; f = () => g; }',
      'CODE_MEMORY|CODE_TIMEOUT',
    ],
    ['one huge array', 'return new Array(2 ** 32 - 2).fill(0);', 'CODE_MEMORY|CODE_TIMEOUT|CODE_FAILED'],
    ['one huge buffer', 'return new ArrayBuffer(2 ** 33);', 'CODE_FAILED'],
    [
      'a huge text',
      `return { ...r, name: 'x'.repeat(2 ** 28).split('').length };`,
      'CODE_MEMORY|CODE_FAILED|CODE_TIMEOUT',
    ],
    ['a text longer than it may be', `return { ...r, name: 'x'.repeat(2e6) };`, 'CODE_OUTPUT_LIMIT'],
    ['more records than there may be', 'return Array(101).fill(r);', 'CODE_OUTPUT_LIMIT'],
    [
      'an array that says it is endless',
      'return new Proxy([], { get: (t, k) => (k === "length" ? 2 ** 40 : r) });',
      'CODE_OUTPUT_LIMIT',
    ],
    ['recursion', 'const deep = (n: number): number => deep(n + 1) + 1; return deep(0);', 'CODE_FAILED'],
    [
      'recursion through getters',
      'const o: any = { get a() { return this.a; } }; return o.a;',
      'CODE_FAILED',
    ],
    [
      'a document nested beyond the stack',
      'let d: any = {}; for (let i = 0; i < 1e5; i++) d = { d }; return { ...r, doc: d };',
      'CODE_RESULT_INVALID|CODE_TIMEOUT',
    ],
    ['a rejected promise', `return Promise.reject(new Error('no'));`, 'CODE_FAILED'],
    [
      'an error thrown later',
      `return Promise.resolve().then(() => { throw new TypeError('late'); });`,
      'CODE_FAILED',
    ],
  ])('%s', async (_name, body, codes) => {
    const result = await secondOf(body);
    expect(result).toMatchObject({
      kind: 'failed',
      failure: { line: expect.any(Number), message: expect.stringMatching(/./) },
    });
    expect(result?.kind === 'failed' && codes.split('|')).toContain(
      result?.kind === 'failed' && result.failure.code,
    );
  });
});

describe('what reaches for what is not there finds nothing', () => {
  const names = [
    ...[
      'process',
      'require',
      'module',
      'exports',
      'global',
      'Buffer',
      'setTimeout',
      'setInterval',
      'setImmediate',
    ],
    ...[
      'queueMicrotask',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'Worker',
      'structuredClone',
      'performance',
      'crypto',
    ],
    ...[
      'SharedArrayBuffer',
      'Atomics',
      'WebAssembly',
      'eval',
      'Deno',
      'Bun',
      'ivm',
      'Reference',
      'Callback',
      '_ivm',
    ],
    ...['__dirname', 'importScripts', 'postMessage', 'runtime', 'navigator', 'document', 'window', 'self'],
  ];
  test('hidden globals', async () => {
    const probe = `const seen = ${JSON.stringify(names)}.filter((n) => n in globalThis);
      const typed = [typeof process, typeof setTimeout, typeof SharedArrayBuffer, typeof WebAssembly, typeof eval];
      return { ...r, name: seen.join() + '|' + [...new Set(typed)].join() };`;
    expect(await secondOf(probe)).toEqual({ kind: 'records', rows: [{ ...rows[1], name: '|undefined' }] });
  });

  test('all that can be reached is of the language: nothing of the host, and nothing that can be changed', async () => {
    const walk = `const seen = new Set(); const open: any[] = [globalThis, r, tables, console, transform]; const bad: string[] = [];
      while (open.length) { const o = open.pop(); if ((typeof o !== 'object' && typeof o !== 'function') || o === null || seen.has(o)) continue;
        seen.add(o); if (/^(Reference|Callback|ExternalCopy|Isolate|Dereference|Context|Script)$/.test(String(o?.constructor?.name))) bad.push('host ' + o.constructor.name);
        if (o !== r && o !== r.doc && o !== transform && o !== transform.prototype && o !== RegExp.prototype && !Object.isFrozen(o)) bad.push('soft ' + String(o?.name ?? o));
        open.push(Object.getPrototypeOf(o)); for (const k of Reflect.ownKeys(o)) { const d = Object.getOwnPropertyDescriptor(o, k)!; open.push(d.value, d.get, d.set); } }
      return { ...r, name: bad.slice(0, 5).join() + '|' + (seen.size > 500) };`;
    expect(await secondOf(walk)).toEqual({ kind: 'records', rows: [{ ...rows[1], name: '|true' }] });
  });

  test.each([
    ['eval through another name', `return (0, globalThis['eval'])('1');`],
    ['the constructor of functions', `return (() => {}).constructor('return this')();`],
    ['the constructor of async functions', `return (async () => {}).constructor('return this')();`],
    ['the constructor of generators', `return (function* () {}).constructor('yield this')().next();`],
    ['the constructor of async generators', `return (async function* () {}).constructor('yield this')();`],
    [
      'the constructor of bound functions',
      `return Reflect.construct(Object.getPrototypeOf(transform.bind(null)).constructor, ['return this'])();`,
    ],
    ['Function itself', `return Function('return process')();`],
    ['the constructor of the tables', `return (tables as any).constructor.constructor('return this')();`],
    ['the constructor of the record', `return r.constructor.constructor('return process')().exit();`],
    ['the constructor of the console', `return (console.log as any).constructor('return process')();`],
    [
      'the constructor of a thrown error',
      `try { (null as any).x } catch (e: any) { return e.constructor.constructor('return process')(); }`,
    ],
    ['the caller', `return (function f() { return (f as any).caller.arguments; })();`],
    ['a module by a computed name', `const n = ['node:', 'fs'].join(''); return import(n);`],
    ['a module by a data URL', `const u = 'data:text/javascript,export default 1'; return import(u);`],
    ['require by a computed name', `const n = 'f' + 's'; return require(n).readFileSync('/etc/passwd');`],
    ['process.exit', 'process.exit(1);'],
    [
      'WebAssembly memory',
      'return new (globalThis as any).WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });',
    ],
    ['waiting for another thread', 'return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'],
    ['a flood of timers', 'for (;;) setTimeout(() => { for (;;) {} }, 0);'],
  ])('%s', async (_name, body) => {
    expect(await secondOf(body)).toMatchObject(failed('CODE_FAILED'));
  });
});

describe('what would change the language for others cannot', () => {
  test.each([
    ['the prototype of objects', '(Object.prototype as any).polluted = 1;'],
    [
      'the prototype of a record',
      `r.__proto__ = { polluted: 1 }; if (({} as any).polluted) return null; throw new Error('as it should be');`,
    ],
    ['the prototype of arrays', 'Array.prototype.map = () => { throw 1; };'],
    ['an index of the prototype of arrays', `Object.defineProperty(Array.prototype, '0', { set() {} });`],
    ['JSON', 'JSON.stringify = () => "{}";'],
    ['promises', 'Promise.prototype.then = function () { return this; };'],
    ['regular expressions', 'RegExp.prototype.exec = () => null; return r;'],
    [
      'the flags of regular expressions',
      `Object.defineProperty(RegExp.prototype, 'flags', { get: () => '' }); return r;`,
    ],
    [
      'regular expressions, later',
      `RegExp.prototype.test = function () { return true; }; return Promise.resolve(r);`,
    ],
    ['a global', '(globalThis as any).leak = 1;'],
    ['the globals of code', '(tables as any).t.a = 1;'],
    ['how stacks are made', 'Error.prepareStackTrace = (_e, frames) => frames as any; throw new Error();'],
    ['the depth of stacks', 'Error.stackTraceLimit = 1e9;'],
    ['symbols', '(Symbol as any).iterator = Symbol();'],
    [
      'how what is an instance is known',
      `Object.defineProperty(Promise, Symbol.hasInstance, { value: () => true });`,
    ],
    ['the console', 'console.log = () => {};'],
    ['BigInt', 'BigInt.prototype.toString = () => "0"; return r;'],
  ])('%s', async (_name, body) => {
    expect(await secondOf(body)).toMatchObject(failed('CODE_FAILED'));
  });

  test('own properties of the same names can be set all the same', async () => {
    const body = `const o: any = {}; o.constructor = 1; o.toString = () => 'mine'; class E extends Error { constructor() { super(); this.name = 'E'; this.message = 'm'; } }
      function Old(this: any) {} Old.prototype.toString = () => 'old';
      return { ...r, name: [o, new E().name, new E().message, new (Old as any)()].join() };`;
    expect(await secondOf(body)).toEqual({ kind: 'records', rows: [{ ...rows[1], name: 'mine,E,m,old' }] });
  });

  test('nothing that one scope keeps is seen by another', async () => {
    const source = `let kept = 0; const s = Symbol.for('mine') as any;
      export const transform = (r: any) => ({ ...r, id: kept++, name: String(RegExp['$1']) + (s.description ?? '') + (/(secret)/.test('secret') ? '' : '') });`;
    const [one, other] = [
      await runner.open('one', program(source)),
      await runner.open('other', program(source)),
    ];
    for (const code of [one, other]) {
      const { results } = await code.run('transform', rows.slice(0, 1));
      expect(results[0]).toEqual({ kind: 'records', rows: [{ ...rows[0], id: '0', name: 'mine' }] });
    }
  });
});

describe('what is returned is taken for what it is', () => {
  const own = (more: object) => ({ kind: 'records', rows: [{ ...rows[1], ...more }] });
  test.each([
    ['a record with `then` is a record', 'return { ...r, then(f: any) { f(null); } };', own({})],
    [
      'toJSON says how a document is spelled, no more',
      `return { ...r, doc: { toJSON: () => ({ b: [1] }) }, toJSON: () => null };`,
      own({ doc: '{"b":[1]}' }),
    ],
    [
      'symbols are no fields',
      'return { ...r, [Symbol.iterator]: 1, [Symbol.toPrimitive]: () => 1 };',
      own({}),
    ],
    [
      'a proxy is read once for each field',
      `let n = 0; return new Proxy(r, { get: (t: any, k) => (k === 'name' ? String(++n) : t[k]) });`,
      own({ name: '1' }),
    ],
    ['a null prototype will do', 'return Object.assign(Object.create(null), r);', own({})],
    [
      'a document may be called __proto__ inside',
      `return { ...r, doc: JSON.parse('{"__proto__":{"a":1},"constructor":2}') };`,
      own({ doc: '{"__proto__":{"a":1},"constructor":2}' }),
    ],
    [
      'a promise subclass is waited for',
      `class P extends Promise<any> { static get [Symbol.species]() { return class { constructor(f: any) { f(() => {}, () => {}); } } as any; } } return P.resolve(r);`,
      own({}),
    ],
  ])('%s', async (_name, body, result) => {
    expect(await secondOf(body)).toEqual(result);
  });

  test.each([
    ['nothing', 'return undefined;', 'CODE_RESULT_INVALID'],
    ['a number', 'return 5;', 'CODE_RESULT_INVALID'],
    ['a field of another type', 'return { ...r, id: "1" };', 'CODE_RESULT_INVALID'],
    ['a field that is missing', 'return { id: 1, name: "" };', 'CODE_RESULT_INVALID'],
    ['null where it may not be', 'return { ...r, id: null };', 'CODE_RESULT_INVALID'],
    ['NaN', 'return { ...r, id: NaN };', 'CODE_RESULT_INVALID'],
    ['a fraction', 'return { ...r, id: 1.5 };', 'CODE_RESULT_INVALID'],
    ['an integer out of range', 'return { ...r, id: 2 ** 31 };', 'CODE_RESULT_INVALID'],
    ['half a character', `return { ...r, name: '\\ud800' };`, 'CODE_RESULT_INVALID'],
    ['a document with NaN', 'return { ...r, doc: { x: NaN } };', 'CODE_RESULT_INVALID'],
    ['a document in a circle', 'const d: any = {}; d.d = d; return { ...r, doc: d };', 'CODE_RESULT_INVALID'],
    ['a document of functions', 'return { ...r, doc: () => 1 };', 'CODE_RESULT_INVALID'],
    ['a proxy that throws', `return new Proxy({}, { get() { throw new Error('trap'); } });`, 'CODE_FAILED'],
    [
      'a proxy that was revoked',
      'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy;',
      'CODE_FAILED',
    ],
    ['a getter that throws', `return { ...r, get name() { throw new Error('getter'); } };`, 'CODE_FAILED'],
    ['a thrown null', 'throw null;', 'CODE_FAILED'],
    [
      'a thrown thing that cannot be read',
      `throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });`,
      'CODE_FAILED',
    ],
    ['an error whose message never ends', `const e = new Error('x'.repeat(1e6)); throw e;`, 'CODE_FAILED'],
    [
      'an error whose stack lies',
      `const e = new Error('lie'); Object.defineProperty(e, 'stack', { get() { for (;;) {} } }); throw e;`,
      'CODE_TIMEOUT',
    ],
  ])('%s fails', async (_name, body, code) => {
    const result = await secondOf(body);
    expect(result).toMatchObject(failed(code));
    expect(result?.kind === 'failed' && result.failure.message.length).toBeLessThan(2100);
  });

  test('what floods the console is cut', async () => {
    const code = await runner.open(
      'flood',
      program(
        `export const transform = (r: any) => { for (let i = 0; i < 1000; i++) console.log('x'.repeat(5000)); return r; };`,
      ),
    );
    const { observed } = await code.run('transform', rows.slice(0, 1), { observe: true });
    expect(observed?.[0]?.console.map(({ text }) => text.length)).toEqual(Array(100).fill(2000));
  });
});
