import { afterAll, describe, expect, test } from 'vitest';
import { checkLaws } from '#core/code/check-laws.ts';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeModule, CodeTables } from '#core/code/code-program.ts';
import { lawHints } from '#core/code/law-hints.ts';
import type { LawReport } from '#core/code/law-report.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner({ children: 1 });
afterAll(() => runner.close());

const text: NeutralType = { kind: 'text' };
const stamp: NeutralType = { kind: 'timestamptz', precision: 6 };
const tables: CodeTables = {
  countries: { DE: 'Germany', FR: 'France' },
  twice: { D: 'Germany', DE: 'Germany' },
};
const modules: CodeModule[] = [
  {
    name: 'pad',
    version: 1,
    source: `export const pad = (t: string) => t + '.';\nexport const bare = (t: string) => t.slice(0, -1);`,
  },
  { name: 'mark', version: 1, source: `export const none = '(none)';` },
];

type More = { nullable?: boolean; out?: NeutralType };

/** Holds a lens over one field `a`, made of the expressions of `r.a` there and back, to its laws. */
async function held(
  type: NeutralType,
  forward: string,
  backward: string,
  { nullable = false, out = type }: More = {},
): Promise<LawReport> {
  const source = `import { pad, bare } from 'library/pad'; import { none } from 'library/mark'; import { table, time, text, decimal } from 'syncline';
    void [pad, bare, none, table, time, text, decimal];
    export const forward = async (r: any): Promise<any> => (${forward});
    export const backward = (r: any): any => (${backward});`;
  return heldTo(source, [{ name: 'a', type, nullable }], [{ name: 'a', type: out, nullable }]);
}

async function heldTo(source: string, input: CodeField[], output: CodeField[]): Promise<LawReport> {
  const program = { form: 'lens' as const, source, input, output, modules, tables };
  const code = await runner.open('laws', program);
  const lens = (entry: 'forward' | 'backward') => async (rows: Parameters<typeof code.run>[1]) =>
    (await code.run(entry, rows)).results;
  return checkLaws(
    { forward: lens('forward'), backward: lens('backward'), input, output },
    {},
    { hints: lawHints(program) },
  );
}

const told = ({ broken }: LawReport) =>
  broken.map(({ law, given, back }) => `${law}: ${JSON.stringify(given)} → ${JSON.stringify(back)}`);
const ofA = (made: string) => `{ a: ${made} }`;

describe('a lens that breaks a law only for some values is found, with one of them', () => {
  test.each<[string, NeutralType, string, string, More?]>([
    ['a moment by way of Date', stamp, 'new Date(r.a).toISOString()', 'new Date(r.a).toISOString()'],
    ['a moment without what is behind the second', stamp, `r.a.replace(/\\.\\d+/, '')`, 'r.a'],
    ['a date of four digits', { kind: 'date' }, `r.a.slice(0, 10)`, 'r.a', { out: text }],
    ['a date of this era', { kind: 'date' }, `r.a.replace(' BC', '')`, 'r.a'],
    [
      'a time by its minutes',
      { kind: 'time', precision: 0 },
      'r.a.slice(0, 5)',
      `r.a + ':00'`,
      { out: text },
    ],
    [
      'an amount by way of a number',
      { kind: 'decimal' },
      'Number(r.a)',
      `String(r.a).includes('e') ? '0' : String(r.a)`,
      { out: { kind: 'float64' } },
    ],
    ['an amount without its cents', { kind: 'decimal', precision: 10, scale: 2 }, `r.a.split('.')[0]`, 'r.a'],
    ['a big number by way of a number', { kind: 'int64' }, 'BigInt(Number(r.a)) % (2n ** 63n)', 'r.a'],
    ['a number halved', { kind: 'int32' }, 'r.a >> 1', '(r.a << 1) | 0'],
    ['a number without its sign', { kind: 'int16' }, 'Math.min(32767, Math.abs(r.a))', 'r.a'],
    ['a share as a percentage', { kind: 'float64' }, 'r.a * 100', 'r.a / 100'],
    ['a text in one form of Unicode', text, 'r.a.normalize("NFC")', 'r.a'],
    ['a text in small letters', text, 'r.a.toLowerCase()', 'r.a'],
    ['a text as long as a field of old', text, 'r.a.slice(0, 255)', 'r.a'],
    ['nothing for null', text, `r.a ?? ''`, `r.a === '' ? null : r.a`, { nullable: true }],
    ['words for null', text, `r.a ?? 'N/A'`, `r.a === 'N/A' ? null : r.a`, { nullable: true }],
    ['a module’s word for null', text, `r.a ?? none`, `r.a === none ? null : r.a`, { nullable: true }],
    ['a number for null', { kind: 'int32' }, `r.a ?? -999`, `r.a === -999 ? null : r.a`, { nullable: true }],
    [
      'a day for null',
      { kind: 'date' },
      `r.a ?? '1900-01-01'`,
      `r.a === '1900-01-01' ? null : r.a`,
      { nullable: true },
    ],
    [
      'a table with one value twice',
      text,
      `table.find(tables.twice, r.a, r.a)`,
      `table.keyOf(tables.twice, r.a) ?? r.a`,
    ],
    [
      'a table’s values that come in as well',
      text,
      `table.find(tables.countries, r.a, r.a)`,
      `table.keyOf(tables.countries, r.a) ?? r.a`,
    ],
    [
      'a list as a text',
      { kind: 'array', of: text },
      `r.a.join(',')`,
      `r.a === '' ? [] : r.a.split(',')`,
      { out: text },
    ],
    [
      'a list without nulls',
      { kind: 'array', of: { kind: 'int32' } },
      'r.a.filter((x) => x !== null)',
      'r.a',
    ],
    ['a list in order', { kind: 'array', of: { kind: 'int32' } }, 'r.a.toSorted()', 'r.a'],
    [
      'a document without its nulls',
      { kind: 'json' },
      'JSON.parse(JSON.stringify(r.a, (_, v) => v ?? undefined) ?? "0")',
      'r.a',
    ],
    ['truth as a word', { kind: 'boolean' }, '"yes"', 'r.a === "yes"', { out: text }],
    [
      'a label for two',
      { kind: 'enum', values: ['new', 'old', 'gone'] },
      `r.a === 'gone' ? 'old' : r.a`,
      'r.a',
    ],
    ['bytes without the last', { kind: 'bytes' }, `r.a.length > 20 ? r.a.slice(0, 20) : r.a`, 'r.a'],
    ['chance', text, `r.a + (Math.random() < 0.5 ? '!' : '')`, 'r.a'],
    ['the time of day', text, `r.a + Date.now()`, 'r.a'],
    ['what was seen before', text, `(globalThis, r.a.length % 2 ? r.a : r.a + 'x')`, 'r.a'],
  ])('%s', async (_name, type, forward, backward, more) => {
    const report = await held(type, ofA(forward), ofA(backward), more);
    expect(told(report)[0]).toMatch(/^input: /);
    // What is shown is small.
    for (const { given } of report.broken) expect(JSON.stringify(given).length).toBeLessThan(420);
  });
});

describe('a lens that keeps the laws is not accused', () => {
  test.each<[string, NeutralType, string, string, More?]>([
    ['a moment as it is', stamp, 'r.a', 'r.a'],
    ['a moment in another spelling', stamp, `r.a.replace(' ', 'T')`, `r.a.replace('T', ' ')`],
    [
      'an amount with other zeros',
      { kind: 'decimal', precision: 12, scale: 2 },
      'decimal.strip(r.a)',
      'decimal.round(r.a, 2)',
    ],
    [
      'an amount as cents',
      { kind: 'decimal', precision: 8, scale: 2 },
      'Math.round(Number(r.a) * 100)',
      'decimal.div(r.a, 100, 2)',
      { out: { kind: 'int32' } },
    ],
    ['the other sign', { kind: 'float64' }, '-r.a', '-r.a'],
    [
      'a big number as a text',
      { kind: 'int64' },
      'String(r.a)',
      'BigInt(r.a)',
      { out: { kind: 'decimal', precision: 19, scale: 0 } },
    ],
    ['a document whose keys are in order', { kind: 'json' }, 'r.a', 'r.a'],
    ['bytes in capitals', { kind: 'bytes' }, `'\\\\x' + r.a.slice(2).toUpperCase()`, 'r.a'],
    ['a uuid in capitals', { kind: 'uuid' }, 'r.a.toUpperCase()', 'r.a'],
    ['a mark of a module', text, 'pad(r.a)', 'bare(r.a)', {}],
    [
      'a lens that refuses some',
      text,
      `r.a.includes('a') ? (() => { throw new Error('no a'); })() : r.a`,
      'r.a',
    ],
    [
      'labels exchanged',
      { kind: 'enum', values: ['a', 'b'] },
      `r.a === 'a' ? 'b' : 'a'`,
      `r.a === 'a' ? 'b' : 'a'`,
    ],
    [
      'null kept apart from nothing',
      text,
      `r.a === null ? null : 'x' + r.a`,
      `r.a === null ? null : r.a.slice(1)`,
      { nullable: true },
    ],
  ])('%s', async (name, type, forward, backward, more) => {
    const report = await held(type, ofA(forward), ofA(backward), more);
    // What only the other side could hold (a text without the mark, a fraction of a cent) is another law.
    const own = report.broken.filter(
      ({ law }) => law === 'input' || !/mark|cents|big number|apart/.test(name),
    );
    expect(told({ ...report, broken: own })).toEqual([]);
    expect(report.generated).toBeGreaterThan(200);
  });

  test('that speaks of a part of the record alone; what chance makes of a field that nothing leads back is no break', async () => {
    const field = (name: string): CodeField => ({ name, type: text, nullable: true });
    const source = `export const forward = (r: any) => ({ a: r.a, n: String(Math.random()) });
      export const backward = async ({ a }: any) => { await null; return { a }; };`;
    const program = {
      form: 'lens' as const,
      source,
      input: [field('a'), field('b')],
      output: [field('a'), field('n')],
      modules,
      tables,
    };
    const code = await runner.open('laws', program);
    const run = (entry: 'forward' | 'backward') => async (rows: Parameters<typeof code.run>[1]) =>
      (await code.run(entry, rows)).results;
    const lens = { ...program, forward: run('forward'), backward: run('backward') };
    expect(told(await checkLaws({ ...lens, held: { output: new Set(['a']) } }, {}))).toEqual([]);
    expect(told(await checkLaws(lens, {}))[0]).toMatch(/^output: /);
  });
});
