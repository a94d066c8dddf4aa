import { afterAll, expect, test } from 'vitest';
import type { CodeProgram } from '#core/code/code-program.ts';
import { CodeChecker } from './code-checker.ts';

const checker = new CodeChecker();
const hurried = new CodeChecker({ ms: 8000, megabytes: 2500, idleMs: 50 });
const narrow = new CodeChecker({ ms: 120_000, megabytes: 200 });
afterAll(() => Promise.all([checker, hurried, narrow].map((each) => each.close())));

const program = (source: string): CodeProgram => ({
  form: 'filter',
  source,
  input: [{ name: 'id', type: { kind: 'int64' }, nullable: false }],
  output: [],
  modules: [],
  tables: {},
});
const fine = program('export const filter: Filter = ({ id }) => id > 1n;');

test('programs are checked one after the other, in a process that stays', async () => {
  const sources = ['export const filter: Filter = ({ id }) => id;', fine.source, 'export const filter = 1;'];
  const all = await Promise.all(sources.map((source) => checker.check(program(source))));
  expect(all.map((problems) => problems.map(({ code }) => code))).toEqual([['TS2322'], [], ['TS2322']]);
  expect(
    await checker.inferFields({
      ...fine,
      form: 'transform',
      source: 'export const transform = () => ({ a: 1 });',
    }),
  ).toEqual([{ name: 'a', type: { kind: 'float64' }, nullable: false }]);
});

/** Types that double with each step. */
const endless = program(`type T<N extends 0[], P extends 0 | 1 = 0> = N extends [0, ...infer R extends 0[]]
  ? { a: T<R, P>; b: T<R, P extends 0 ? 1 : 0>; c: [N, P] } : P;
type D = T<[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]>;
type Paths<X, S extends string = ''> = X extends object
  ? { [K in keyof X & string]: Paths<X[K], \`\${S}.\${K}\`> }[keyof X & string] : S;
${Array.from({ length: 8 }, (_, at) => `export const p${at}: Paths<{ a: D; b: D; p${at}: D }> = 'x';`).join('\n')}
export const filter: Filter = () => true;`);

/** Lists of lists that are very long. */
const huge =
  program(`type N<K extends number, T extends 0[] = []> = T['length'] extends K ? T : N<K, [...T, 0]>;
type Flat<T extends unknown[][], R extends unknown[] = []> =
  T extends [infer A extends unknown[], ...infer B extends unknown[][]] ? Flat<B, [...R, ...A]> : R;
type Square<A extends unknown[]> = Flat<{ [I in keyof A]: A }>;
export const filter: Filter = () => { const a: Square<N<99>> = null!; const b: Square<N<98>> = a as never; return !b; };`);

test('types that take too long or too much memory end the check, which says so and goes on', async () => {
  const [long, next, large, last] = await Promise.all([
    hurried.check(endless),
    hurried.check(fine),
    narrow.check(huge),
    narrow.check(fine),
  ]);
  expect(long?.map(({ message }) => message)).toEqual([
    'Its types take longer to check than 8 seconds. Make them simpler.',
  ]);
  expect(large?.map(({ message }) => message)).toEqual([
    'Its types take more than 200 MB to check. Make them simpler.',
  ]);
  expect([next, last]).toEqual([[], []]);
  // Without work a process and its memory are let go.
  await expect.poll(() => hurried.warm, { timeout: 30_000 }).toBe(false);
}, 180_000);

test('nothing is checked once it is closed', async () => {
  const closed = new CodeChecker();
  const begun = closed.check(fine);
  await closed.close();
  for (const problems of [await begun, await closed.check(fine)]) {
    expect(problems[0]?.message).toBe('Syncline is being stopped.');
  }
});
