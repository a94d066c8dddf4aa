import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeFunctions } from '#core/ports/code-runner.ts';
import { arrayElements } from '#core/values/array-text.ts';
import { canonicalJson } from '#core/values/json-text.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';
import { sampleTypes, textsOf } from '#testing/value-fixtures.ts';
import { createCodeRunner } from './code-host.ts';

const runner = createCodeRunner({ children: 1 });
afterAll(() => runner.close());

/** A field of every kind of type in several sizes, and lists of all that lists are made of. */
const types: NeutralType[] = [
  ...sampleTypes,
  ...(['boolean', 'int64', 'float64', 'json', 'uuid', 'date'] as const).map(
    (kind): NeutralType => ({ kind: 'array', of: { kind } }),
  ),
];
const input: CodeField[] = types.map((type, index) => ({ name: `f${index}`, type, nullable: true }));
const output: CodeField[] = types.map((type, index) => ({ name: `moved${index}`, type, nullable: true }));

/** What canonical texts of a type are, with those that only an unchanged value keeps. */
function valuesOf(type: NeutralType): fc.Arbitrary<string> {
  const usual = textsOf(type);
  const also = rare(type);
  return also.length === 0 ? usual : fc.oneof({ weight: 3, arbitrary: usual }, fc.constantFrom(...also));
}

function rare(type: NeutralType): string[] {
  if (type.kind === 'text' && type.max === undefined)
    return ['', '\0', '\x01', '\x02x', '\x03', 'a\0b', '\u2028', '😀é', '[1]', 'null'];
  if (type.kind === 'json')
    return [
      'null',
      '{ "a" : 12345678901234567890 }',
      '{"a":1,"a":2}',
      '[1.0, 2.50]',
      '{"a":1e400}',
      '{"__proto__":1}',
    ];
  if (type.kind === 'array' && type.of.kind === 'int32') return ['{}', '[2:3]={1,2}', '{{1,2},{3,NULL}}'];
  if (type.kind === 'array' && type.of.kind === 'float64') return ['{NaN,-0,1e+300}'];
  if (type.kind === 'array' && type.of.kind === 'text')
    return ['{"null",NULL,""," ","a\\"b\\\\"}', '{{a,b},{c,d}}'];
  return [];
}

const rows = fc.array(
  fc.record(
    Object.fromEntries(input.map(({ name, type }) => [name, fc.option(valuesOf(type), { freq: 8 })])),
  ) as fc.Arbitrary<Row>,
  { minLength: 1, maxLength: 12 },
);

function open(source: string, made: CodeField[]): Promise<CodeFunctions> {
  return runner.open('marshalling', {
    form: 'transform',
    source,
    input,
    output: made,
    modules: [],
    tables: {},
  });
}

describe('a value of any type', () => {
  test.each([
    ['handed on', 'export const transform = (r: any) => r;'],
    ['spread', 'export const transform = async (r: any) => ({ ...r });'],
    [
      'made anew',
      `const copy = (v: any): any => typeof v === 'string' ? [...v].join('') : Array.isArray(v) ? v.map(copy)
         : typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).map(([k, e]) => [k, copy(e)])) : v;
       export const transform = (r: any) => Object.fromEntries(Object.entries(r).map(([k, v]) => [k, copy(v)]));`,
    ],
  ])('keeps its very text: %s', async (_name, source) => {
    const code = await open(source, input);
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const { results } = await code.run('transform', given);
        expect(results).toEqual(given.map((row) => ({ kind: 'records', rows: [row] })));
      }),
      { numRuns: 60 },
    );
  });

  test('moved to another field of its type has the same text, or fails where code cannot hold it', async () => {
    // One record for each field, so that one that fails hides no other.
    const code = await open(
      `export const transform = (r: any) => Object.fromEntries(Object.entries(r).map(([k, v]) => ['moved' + k.slice(1), v]));`,
      output,
    );
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const alone = given.flatMap((row) =>
          input.map(({ name }, index) => ({ row: onlyField(row, name), name, index })),
        );
        const { results } = await code.run(
          'transform',
          alone.map(({ row }) => row),
        );
        for (const [at, { row, name, index }] of alone.entries()) {
          const before = row[name] ?? null;
          const result = results[at];
          if (result?.kind === 'failed') {
            expect(result.failure.code).toBe('CODE_RESULT_INVALID');
            expect(result.failure.message).toContain(`"moved${index}"`);
            expect(before, 'only what code cannot hold').toMatch(/NaN|Infinity|1e400/);
          } else {
            const after = result?.kind === 'records' ? result.rows[0]?.[`moved${index}`] : undefined;
            expect(plain(types[index], after ?? null)).toBe(plain(types[index], before));
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  test('what code could not print may be carried to another field as it came, and no other text is taken for it', async () => {
    const fields = (...of: [string, NeutralType][]) =>
      of.map(([name, type]): CodeField => ({ name, type, nullable: true }));
    const json: NeutralType = { kind: 'json' };
    const float: NeutralType = { kind: 'float64' };
    const list: NeutralType = { kind: 'array', of: float };
    const source =
      'export const transform = (r: any) => ({ a: r.b, b: r.b, n: r.f, m: r.g, made: r.f * 2 || null, l: r.k });';
    const code = await runner.open('marshalling', {
      ...{ form: 'transform', source, modules: [], tables: {} },
      input: fields(['a', json], ['b', json], ['f', float], ['g', { kind: 'float32' }], ['k', list]),
      output: fields(['a', json], ['b', json], ['n', float], ['m', float], ['made', float], ['l', list]),
    });
    const [big, other] = ['{"n": 12345678901234567891}', '{"n":12345678901234567890}'];
    const plain = { f: '0', g: null, k: null };
    const { results } = await code.run('transform', [
      { ...plain, a: null, b: big, f: 'NaN', g: '-Infinity', k: '{NaN,1}' },
      { ...plain, a: other, b: big },
      { ...plain, a: null, b: null, f: 'Infinity' },
    ]);
    const same = {
      kind: 'records',
      rows: [{ a: big, b: big, n: 'NaN', m: '-Infinity', made: null, l: '{NaN,1}' }],
    };
    expect(results[0]).toEqual(same);
    expect(results[1]).toMatchObject({ kind: 'records', rows: [{ b: big }] });
    expect(results[2]).toMatchObject({ kind: 'records', rows: [{ n: 'Infinity', made: 'Infinity' }] });
  });

  test('a changed document with numbers that reading has rounded fails, whatever was changed', async () => {
    const field: CodeField = { name: 'doc', type: { kind: 'json' }, nullable: false };
    const program = { form: 'transform', input: [field], output: [field], modules: [], tables: {} } as const;
    const source = 'export const transform = (r: any) => ({ doc: { ...r.doc, b: 1 } });';
    const code = await runner.open('marshalling', { ...program, source });
    const { results } = await code.run('transform', [
      { doc: '{"a":0.1}' },
      { doc: '{"a":12345678901234567890}' },
    ]);
    expect(results).toMatchObject([
      { kind: 'records', rows: [{ doc: '{"a":0.1,"b":1}' }] },
      {
        kind: 'failed',
        failure: { code: 'CODE_RESULT_INVALID', message: expect.stringContaining('12345678901234567890') },
      },
    ]);
  });
});

function onlyField(row: Row, name: string): Row {
  return Object.fromEntries(
    Object.keys(row).map((each) => [each, each === name ? (row[each] ?? null) : null]),
  );
}

/** Documents may be spelled otherwise, a list may lose bounds of its own, and JSON's null be the database's; all else has one text. */
function plain(type: NeutralType | undefined, text: string | null): string | null {
  if (text === null || text === 'null') return null;
  if (type?.kind === 'json') return canonicalJson(JSON.stringify(JSON.parse(text)));
  if (type?.kind !== 'array') return text;
  if (type.of.kind === 'json')
    return arrayElements(text)
      .map((each) => plain(type.of, each))
      .join();
  return text.replace(/^\[2:3\]=/, '');
}
