import { afterAll, describe, expect, test } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeEntry, CodeForm } from '#core/code/code-form.ts';
import type { CodeResult } from '#core/ports/code-runner.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner({ children: 1 });
afterAll(() => runner.close());

const digits = '1234567890'.repeat(100);

/** Texts at the edges of every type, as systems deliver them. */
const edges: [NeutralType, string[]][] = [
  [{ kind: 'boolean' }, ['t', 'f']],
  [{ kind: 'int16' }, ['-32768', '32767', '0']],
  [{ kind: 'int32' }, ['-2147483648', '2147483647']],
  [{ kind: 'int64' }, ['-9223372036854775808', '9223372036854775807', '9007199254740993']],
  [{ kind: 'uint64' }, ['18446744073709551615', '0']],
  [{ kind: 'decimal' }, [digits, `-0.${digits}`, '1.500', '0.00', 'NaN', 'Infinity', '-Infinity']],
  [
    { kind: 'decimal', precision: 38, scale: 10 },
    ['9999999999999999999999999999.9999999999', '0.0000000001'],
  ],
  [{ kind: 'float32' }, ['0.1', '3.4028235e+38', '1e-45', '-0', 'NaN', 'Infinity', '16777217']],
  [
    { kind: 'float64' },
    ['0.1', '1.7976931348623157e+308', '5e-324', '-0', 'NaN', '-Infinity', '1e+21', '123456789012345680'],
  ],
  [
    { kind: 'text' },
    ['', ' ', '\u0000', '\u0001x', '\u0002', '\u0003', 'null', '[1]', 'Zoe\u0308', '😀', 'x'.repeat(70_000)],
  ],
  [{ kind: 'text', max: 3 }, ['', 'abc', '😀😀😀']],
  [{ kind: 'bytes' }, ['\\x', '\\x00ff', `\\x${'ab'.repeat(1000)}`]],
  [
    { kind: 'date' },
    ['0001-01-01', '4713-01-01 BC', '9999-12-31', '12026-01-01', 'infinity', '-infinity', '1969-12-31'],
  ],
  [{ kind: 'time', precision: 6 }, ['00:00:00', '24:00:00', '23:59:59.999999', '12:00:00.000001']],
  [
    { kind: 'timestamp', precision: 6 },
    ['1969-12-31 23:59:59.999999', '0044-03-15 12:00:00 BC', '294276-12-31 23:59:59', 'infinity'],
  ],
  [
    { kind: 'timestamptz', precision: 6 },
    ['2026-11-26 09:30:00.000001+00', '1900-01-01 00:00:00+00', '-infinity', '10000-01-01 00:00:00+00'],
  ],
  [
    { kind: 'interval' },
    ['00:00:00', '-1 days', '1 year 2 mons -3 days +04:05:06.789', '178000000 years', '-00:00:00.000001'],
  ],
  [{ kind: 'uuid' }, ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']],
  [
    { kind: 'json' },
    [
      'null',
      '{}',
      '[]',
      '""',
      '{"a":1,"a":2}',
      '[-0]',
      '{"a":1e400}',
      '"\\u00e9\\ud83d\\ude00"',
      '{ "b" : 1.50, "a" : 12345678901234567890 }',
      '{"":{"__proto__":[null]}}',
    ],
  ],
  [{ kind: 'enum', values: ['new', 'a b', '__proto__', ''] }, ['new', 'a b', '__proto__', '']],
  // A label that the system has got since, and a type of none.
  [{ kind: 'enum', values: [] }, ['late']],
  [
    { kind: 'array', of: { kind: 'int64' } },
    ['{}', '{NULL}', '{9223372036854775807,NULL}', '[0:1]={1,2}', '{{1,2},{3,NULL}}'],
  ],
  [{ kind: 'array', of: { kind: 'text' } }, ['{"",NULL,"null","a\\"b\\\\","{}"}', '{" ",","}']],
  [{ kind: 'array', of: { kind: 'float32' } }, ['{NaN,-0,0.1}']],
  [{ kind: 'array', of: { kind: 'json' } }, ['{"{\\"a\\":1e400}",NULL,"null"}']],
  [{ kind: 'native', name: 'point' }, ['(1,2)', '']],
];
const fields: CodeField[] = edges.map(([type], index) => ({ name: `f${index}`, type, nullable: true }));
const most = Math.max(...edges.map(([, texts]) => texts.length));
const rows: Row[] = Array.from({ length: most + 1 }, (_, at) =>
  Object.fromEntries(fields.map(({ name }, index) => [name, edges[index]?.[1][at] ?? null])),
);

async function run(
  form: CodeForm,
  entry: CodeEntry,
  source: string,
  inputs: Parameters<Awaited<ReturnType<typeof runner.open>>['run']>[1],
  shape: { input?: CodeField[]; output?: CodeField[] } = {},
): Promise<CodeResult[]> {
  const { input = fields, output = fields } = shape;
  const code = await runner.open('edges', { form, source, input, output, modules: [], tables: {} });
  return (await code.run(entry, inputs)).results;
}

const asRecords = rows.map((row) => ({ kind: 'records', rows: [row] }));
/** What holds the same, made by the code itself. */
const copies = `const copy = (v: any): any => typeof v === 'string' ? [...v].join('') : typeof v === 'bigint' ? v * 1n
  : typeof v === 'number' ? v * 1 : Array.isArray(v) ? v.map(copy)
  : typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).map(([k, e]) => [k, copy(e)])) : v;
  const all = (r: any): any => Object.fromEntries(Object.entries(r).map(([k, v]) => [k, copy(v)]));`;

describe('a value at the edge of its type that code does not change keeps its very text', () => {
  test.each<[string, CodeForm, CodeEntry, string]>([
    ['by a transform', 'transform', 'transform', 'export const transform = (r: any) => r;'],
    [
      'made by a transform',
      'transform',
      'transform',
      `${copies} export const transform = async (r: any) => all(r);`,
    ],
    ['by a batch', 'batch', 'batch', 'export const batch = (all: any[]) => all.map((r) => ({ ...r }));'],
    [
      'made by a batch',
      'batch',
      'batch',
      `${copies} export const batch = (records: any[]) => records.map(all);`,
    ],
    [
      'forward',
      'lens',
      'forward',
      `${copies} export const forward = all; export const backward = (r: any) => r;`,
    ],
    [
      'backward',
      'lens',
      'backward',
      `${copies} export const forward = all; export const backward = (r: any) => ({ ...r });`,
    ],
  ])('%s', async (_name, form, entry, source) => {
    expect(await run(form, entry, source, rows)).toEqual(asRecords);
  });

  test('by a merge, whichever side it takes, and made by it', async () => {
    for (const [side, source] of [
      ['left', 'export const merge = (c: any) => c.left;'],
      ['right', 'export const merge = (c: any) => c.right;'],
      ['base', 'export const merge = (c: any) => c.base;'],
      ['left', `${copies} export const merge = async (c: any) => copy(c.left);`],
    ] as const) {
      const conflicts = fields.flatMap(({ name }, index) =>
        (edges[index]?.[1] ?? []).map((text) => ({
          field: name,
          base: null,
          left: null,
          right: null,
          [side]: text,
        })),
      );
      const results = await run('merge', 'merge', source, conflicts);
      // JSON's own null is kept apart from null where only one of them can be meant, as of the left side here.
      const value = (text: string | null) => (text === 'null' && side !== 'left' ? null : text);
      expect(results).toEqual(
        conflicts.map((each) => {
          const isJson = fields.find(({ name }) => name === each.field)?.type.kind === 'json';
          return { kind: 'value', value: isJson ? value(each[side]) : each[side] };
        }),
      );
    }
  });

  test('a filter is given what the others are', async () => {
    const wanted = `const kinds: any = { f1: 'number', f3: 'bigint', f4: 'bigint', f5: 'string', f8: 'number', f9: 'string', f16: 'string' };
      export const filter = (r: any) => Object.entries(kinds).every(([k, kind]) => r[k] === null || typeof r[k] === kind)
        && (r.f3 === null || BigInt.asIntN(64, r.f3) === r.f3) && (r.f4 === null || BigInt.asUintN(64, r.f4) === r.f4);`;
    expect(await run('filter', 'filter', wanted, rows)).toEqual(
      rows.map(() => ({ kind: 'keep', keep: true })),
    );
  });
});

describe('what code makes is exact, or refused', () => {
  const dec = (precision: number, scale: number): NeutralType => ({ kind: 'decimal', precision, scale });
  test.each<[NeutralType, string, string | RegExp]>([
    [{ kind: 'int16' }, '32768', /out of range/],
    [{ kind: 'int32' }, '-(2 ** 31)', '-2147483648'],
    [{ kind: 'int32' }, '2 ** 31', /"f"/],
    [{ kind: 'int32' }, '-0', '0'],
    [{ kind: 'int64' }, '2n ** 63n - 1n', '9223372036854775807'],
    [{ kind: 'int64' }, '2n ** 63n', /out of range/],
    [{ kind: 'int64' }, '1', /a bigint/],
    [{ kind: 'uint64' }, '2n ** 64n - 1n', '18446744073709551615'],
    [{ kind: 'uint64' }, '-1n', /out of range/],
    [{ kind: 'decimal' }, `'${digits}1'`, `${digits}1`],
    [{ kind: 'decimal' }, `'1e3'`, '1000'],
    [{ kind: 'decimal' }, `'NaN'`, 'NaN'],
    [{ kind: 'decimal' }, `'-Infinity'`, '-Infinity'],
    [{ kind: 'decimal' }, `'1,5'`, /"f"/],
    [{ kind: 'decimal' }, '1.5', /a string/],
    [dec(5, 2), `'999.99'`, '999.99'],
    [dec(5, 2), `'1000.00'`, /"f"/],
    [dec(5, 2), `'1.005'`, /more digits/],
    [dec(5, 2), `'1.500'`, '1.50'],
    [{ kind: 'float32' }, '0.1', '0.1'],
    [{ kind: 'float32' }, '16777217', '1.6777216e+07'],
    [{ kind: 'float32' }, '1e39', /"f"/],
    [{ kind: 'float64' }, '0.1 + 0.2', '0.30000000000000004'],
    [{ kind: 'float64' }, '-0', '-0'],
    [{ kind: 'float64' }, '0 / 0', /not a finite number/],
    [{ kind: 'text', max: 3 }, `'😀😀😀'`, '😀😀😀'],
    [{ kind: 'text', max: 3 }, `'abcd'`, /"f"/],
    [{ kind: 'bytes' }, `'\\\\xABCD'`, '\\xabcd'],
    [{ kind: 'bytes' }, `'\\\\xabc'`, /"f"/],
    [{ kind: 'bytes' }, `'abcd'`, /"f"/],
    [{ kind: 'date' }, `'2024-02-29'`, '2024-02-29'],
    [{ kind: 'date' }, `'2025-02-29'`, /"f"/],
    [{ kind: 'date' }, `new Date(0)`, /a string/],
    [{ kind: 'time', precision: 3 }, `'12:00:00.123'`, '12:00:00.123'],
    [{ kind: 'time', precision: 3 }, `'12:00:00.1234'`, /4 digits/],
    [{ kind: 'timestamp', precision: 6 }, `'1969-12-31T23:59:59.999999'`, '1969-12-31 23:59:59.999999'],
    [{ kind: 'timestamp', precision: 0 }, `'2026-01-01 00:00:00.5'`, /1 digits/],
    [
      { kind: 'timestamptz', precision: 6 },
      `'2026-01-01 05:45:00.000001+05:45'`,
      '2026-01-01 00:00:00.000001+00',
    ],
    [{ kind: 'timestamptz', precision: 6 }, `'2026-01-01 00:00:00-03:30'`, '2026-01-01 03:30:00+00'],
    [{ kind: 'timestamptz', precision: 6 }, `'soon'`, /"f"/],
    [{ kind: 'interval' }, `'1 day'`, '1 day'],
    [{ kind: 'interval' }, `'a while'`, /"f"/],
    [{ kind: 'uuid' }, `'ABCDEF00-0000-0000-0000-00000000000A'`, 'abcdef00-0000-0000-0000-00000000000a'],
    [{ kind: 'uuid' }, `'abc'`, /"f"/],
    [{ kind: 'enum', values: ['new'] }, `'New'`, /"f"/],
    [{ kind: 'enum', values: [] }, `'new'`, /"f"/],
    [{ kind: 'json' }, `{ b: 1, a: [1.5, null, 'é\\u0000'] }`, '{"b":1,"a":[1.5,null,"é\\u0000"]}'],
    [{ kind: 'json' }, `[undefined]`, /undefined/],
    [{ kind: 'json' }, `{ a: 1 / 0 }`, /Infinity/],
    [{ kind: 'json' }, `'\\ud800'`, '"\\ud800"'],
    [{ kind: 'array', of: { kind: 'int32' } }, '[1, null, 3]', '{1,NULL,3}'],
    [{ kind: 'array', of: { kind: 'int32' } }, '[[1], [2, 3]]', /different lengths/],
    [{ kind: 'array', of: { kind: 'int32' } }, '[1.5]', /whole/],
    [{ kind: 'array', of: { kind: 'int32' } }, '[1, , 3]', /"f"/],
    [{ kind: 'array', of: { kind: 'text' } }, `['null', '', 'a,b', '"']`, '{"null","","a,b","\\""}'],
    [{ kind: 'array', of: dec(5, 2) }, `['1.005']`, /more digits/],
  ])('%j of %s', async (type, made, wanted) => {
    const shape = { input: [], output: [{ name: 'f', type, nullable: false }] };
    const lens = `export const forward = () => ({ f: ${made} }) as any; export const backward = () => ({});`;
    const [forward] = await run('lens', 'forward', lens, [{}], shape);
    const conflict = { field: 'f', base: undefined, left: null, right: null };
    const merge = `export const merge = () => (${made}) as any;`;
    const [merged] = await run('merge', 'merge', merge, [conflict], {
      input: shape.output,
      output: shape.output,
    });
    for (const result of [forward, merged]) {
      if (typeof wanted === 'string') {
        expect(result?.kind === 'records' ? result.rows[0]?.f : result).toEqual(
          result?.kind === 'value' ? { kind: 'value', value: wanted } : wanted,
        );
      } else {
        expect(result).toMatchObject({
          kind: 'failed',
          failure: { code: 'CODE_RESULT_INVALID', message: expect.stringMatching(wanted) },
        });
        expect(result?.kind === 'failed' && result.failure.message).toContain('"f"');
      }
    }
  });

  test('null in the place of a number that code cannot hold is null, in a document and in a list of them', async () => {
    const shape = [{ name: 'f', type: { kind: 'json' as const }, nullable: false }];
    const source = 'export const transform = (r: any) => ({ f: { ...r.f, a: null } });';
    const rows = [{ f: '{"a":1e400}' }, { f: '{"a":1e400,"b":12345678901234567890}' }];
    const results = await run('transform', 'transform', source, rows, { input: shape, output: shape });
    // The first has nothing else that reading rounded; the second would lose digits.
    expect(results).toMatchObject([
      { kind: 'failed', failure: { message: expect.stringContaining('1e400') } },
      { kind: 'failed', failure: { message: expect.stringContaining('1e400') } },
    ]);
  });
});
