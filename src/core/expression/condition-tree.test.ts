import { parse } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldOf, textsOf } from '#testing/value-fixtures.ts';
import { arrayElements, arrayText } from '../values/array-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import { compileCondition } from './compile-condition.ts';
import { readOperand } from './condition-operand.ts';
import { allOperators, operandType, operatorsOf } from './condition-operators.ts';
import type { ConditionRow } from './condition-row.ts';
import { type ConditionGroup, type ConditionItem, conditionText, conditionTree } from './condition-tree.ts';
import type { ExpressionNode } from './field-macros.ts';
import { sameExpression } from './same-expression.ts';

const types: Record<string, NeutralType> = {
  country: { kind: 'text' },
  'First Name': { kind: 'text', max: 12 },
  in: { kind: 'text' },
  size: { kind: 'int32' },
  count: { kind: 'uint64' },
  price: { kind: 'decimal', precision: 12, scale: 2 },
  ratio: { kind: 'float64' },
  paid: { kind: 'boolean' },
  born: { kind: 'date' },
  seen: { kind: 'timestamptz', precision: 6 },
  opens: { kind: 'time', precision: 0 },
  stage: { kind: 'enum', values: ['new', 'won', 'lost'] },
  ref: { kind: 'uuid' },
  tags: { kind: 'array', of: { kind: 'text' } },
  marks: { kind: 'array', of: { kind: 'int32' } },
  extra: { kind: 'json' },
  place: { kind: 'native', name: 'point' },
};
const fields: Field[] = Object.entries(types).map(([name, type]) => fieldOf(type, { name }));
const fieldNamed = (name: string) => fields.find((field) => field.name === name) as Field;

const row = (field: string, operator: string, ...values: string[]): ConditionRow => ({
  kind: 'row',
  field,
  operator,
  values,
});
const group = (join: 'all' | 'any', items: ConditionItem[], not = false): ConditionGroup => ({
  kind: 'group',
  join,
  not,
  items,
});
const treeOf = (text: string) => {
  const found = conditionTree(fields, text);
  if ('refused' in found) throw new Error(found.refused);
  return found.tree;
};

describe('what a condition looks like in rows', () => {
  const cases: [string, ConditionGroup][] = [
    ['', group('all', [])],
    ['country == "DE"', group('all', [row('country', 'is', 'DE')])],
    ["country!='DE'", group('all', [row('country', 'isNot', 'DE')])],
    [
      'country in ["DE", "AT"] && !(size < -5) && paid',
      group('all', [
        row('country', 'in', 'DE', 'AT'),
        group('all', [row('size', 'less', '-5')], true),
        row('paid', 'true'),
      ]),
    ],
    [
      '(price > decimal("1.50") || count == 3u) && !paid',
      group('all', [
        group('any', [row('price', 'more', '1.50'), row('count', 'is', '3')]),
        row('paid', 'false'),
      ]),
    ],
    ['price in [decimal("1"), decimal("2.5")]', group('all', [row('price', 'in', '1', '2.5')])],
    ['decimal("1") == price', group('all', [{ kind: 'text', text: 'decimal("1") == price' }])],
    ['matches(field("First Name"), "^A")', group('all', [row('First Name', 'matches', '^A')])],
    ['date(seen) == "2026-11-26"', group('all', [row('seen', 'onDay', '2026-11-26')])],
    [
      '"red" in tags && size(marks) == 0',
      group('all', [row('tags', 'has', 'red'), row('marks', 'noElements')]),
    ],
    [
      'ifNull(country, "") != "" && !isNull(size)',
      group('all', [row('country', 'notEmpty'), row('size', 'hasValue')]),
    ],
    [
      'ratio >= 2.0 || ratio < -1.5',
      group('any', [row('ratio', 'atLeast', '2'), row('ratio', 'less', '-1.5')]),
    ],
    [
      '(size + 1) * 2 == 4 || paid',
      group('any', [{ kind: 'text', text: '(size + 1) * 2 == 4' }, row('paid', 'true')]),
    ],
    ['paid ? size > 1 : size > 2', group('all', [{ kind: 'text', text: 'paid ? size > 1 : size > 2' }])],
    ['!(paid && !isNull(born))', group('all', [row('paid', 'true'), row('born', 'hasValue')], true)],
  ];
  test.each(cases)('%s', (text, tree) => {
    const found = treeOf(text);
    expect(found).toEqual(tree);
    if (text !== '') expect(treeOf(conditionText(fields, found))).toEqual(found);
  });

  test('what is not filled in yet says nothing', () => {
    const tree = group('all', [row('', 'is'), row('country', 'is'), row('paid', 'true'), group('any', [])]);
    expect(conditionText(fields, tree)).toBe('paid');
    expect(conditionText(fields, group('all', []))).toBe('');
  });

  test('a condition with a comment, and one that does not fit the fields, are not offered as rows', () => {
    expect(conditionTree(fields, 'paid // since 2020')).toEqual({
      refused: 'It has comments, which rows have no place for.',
    });
    expect(conditionTree(fields, 'country == "http://x"')).toHaveProperty('tree');
    expect(conditionTree(fields, 'nobody == 1')).toEqual({ refused: 'There is something wrong with it.' });
    expect(conditionTree(fields, 'size + 1')).toEqual({ refused: 'There is something wrong with it.' });
  });

  test('what a person types is read as a value of the field, or refused with the reason', () => {
    const read = (name: string, typed: string) => readOperand(fieldNamed(name).type, typed);
    expect(read('seen', '2026-11-26T10:00+02:00')).toBe('2026-11-26 08:00:00+00');
    expect(read('price', ' 1.239 ')).toBe('1.239');
    expect(() => read('price', 'NaN')).toThrow('finite');
    expect(() => read('size', '1.5')).toThrow('whole');
    expect(() => read('stage', 'open')).toThrow('none of the values');
    expect(read('place', '(1,2)')).toBe('(1,2)');
  });

  test('a field that always has a value is not asked whether it has one', () => {
    const ids = (nullable: boolean) => operatorsOf({ ...fieldNamed('paid'), nullable }).map(({ id }) => id);
    expect(ids(true)).toEqual(['true', 'false', 'noValue', 'hasValue']);
    expect(ids(false)).toEqual(['true', 'false']);
  });
});

/** What a row says of a value, told apart from the expressions; null where it cannot be told. */
function rowHolds({ type }: Field, operator: string, values: string[], value: string | null): boolean | null {
  const first = values[0] ?? '';
  if (operator === 'noValue') return value === null;
  if (operator === 'hasValue') return value !== null;
  if (operator === 'empty') return (value ?? '') === '';
  if (operator === 'notEmpty') return (value ?? '') !== '';
  if (value === null) return null;
  const order = (a: string, b: string) => {
    if (['int32', 'uint64'].includes(type.kind)) return Number(BigInt(a) - BigInt(b));
    if (['decimal', 'float64'].includes(type.kind)) return Number(a) - Number(b);
    return a < b ? -1 : a > b ? 1 : 0;
  };
  const same = (a: string, b: string) => order(a, b) === 0;
  const elements = () => arrayElements(value).map(String);
  const said: Record<string, () => boolean> = {
    is: () => same(value, first),
    isNot: () => !same(value, first),
    in: () => values.some((each) => same(value, each)),
    notIn: () => !values.some((each) => same(value, each)),
    less: () => order(value, first) < 0,
    atMost: () => order(value, first) <= 0,
    more: () => order(value, first) > 0,
    atLeast: () => order(value, first) >= 0,
    contains: () => value.includes(first),
    lacks: () => !value.includes(first),
    startsWith: () => value.startsWith(first),
    endsWith: () => value.endsWith(first),
    matches: () => new RegExp(first, 'u').test(value),
    true: () => value === 't',
    false: () => value === 'f',
    onDay: () => value.slice(0, 10) === first,
    notOnDay: () => value.slice(0, 10) !== first,
    has: () => elements().includes(first),
    hasNot: () => !elements().includes(first),
    noElements: () => elements().length === 0,
    someElements: () => elements().length > 0,
  };
  const holds = said[operator];
  if (!holds) throw new Error(`nobody says what ${operator} means`);
  return holds();
}

/** Yes, no or unknown, as SQL has it: an unknown part leaves the whole unknown where it would matter. */
function treeHolds(item: ConditionItem, values: Row): boolean | null {
  if (item.kind === 'text') throw new Error('rows only');
  if (item.kind === 'row') {
    return rowHolds(fieldNamed(item.field), item.operator, item.values, values[item.field] ?? null);
  }
  const parts = item.items.map((each) => treeHolds(each, values));
  const decisive = item.join === 'any';
  const whole = parts.includes(decisive) ? decisive : parts.includes(null) ? null : !decisive;
  return item.not && whole !== null ? !whole : whole;
}

const year = fc.integer({ min: 1000, max: 9998 });
/** Texts of a type that expressions take: dates after Christ, numbers that are finite, lists without null. */
function plainTexts(type: NeutralType): fc.Arbitrary<string> {
  switch (type.kind) {
    case 'int32':
      return fc.integer({ min: -3, max: 3 }).map(String);
    case 'uint64':
      return fc.constantFrom('0', '1', '18446744073709551615');
    case 'decimal':
      return fc.constantFrom('0.00', '1.50', '-2.25', '7.00', '7', '12345678901234567890.5');
    case 'float64':
      return fc.constantFrom('0', '1.5', '-2', '1e+30', '1.5e-07', '7');
    case 'date':
      return year.map((each) => `${each}-02-03`);
    case 'timestamptz':
      return fc.constantFrom('2026-11-26 00:00:00+00', '2026-11-26 10:00:00.5+00', '2026-11-27 00:00:00+00');
    case 'array':
      return fc.array(plainTexts(type.of), { maxLength: 3 }).map(arrayText);
    case 'text':
      return fc.oneof(
        fc.constantFrom('', 'DE', 'AT', 'D', '"', '\\', 'E'),
        fc.string({ unit: 'binary', maxLength: 4 }),
      );
    default:
      return textsOf(type);
  }
}

const anyRow: fc.Arbitrary<ConditionItem> = fc.constantFrom(...fields).chain((field) =>
  fc.constantFrom(...allOperators(field)).chain((operator) => {
    const type = operandType(field, operator);
    const most = { none: 0, one: 1, many: 3 }[operator.takes];
    const value = operator.id === 'matches' ? fc.constantFrom('^D', 'E$', '[A-C]', 'x|y') : plainTexts(type);
    return fc
      .array(value, { minLength: Math.min(1, most), maxLength: most })
      .map((values) => row(field.name, operator.id, ...values));
  }),
);
const { item: anyItem } = fc.letrec<{ item: ConditionItem }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyRow,
    fc
      .tuple(
        fc.constantFrom('all' as const, 'any' as const),
        fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
      )
      .map(([join, items, not]) => group(join, items, not)),
  ),
}));
const anyTree = fc
  .tuple(
    fc.constantFrom('all' as const, 'any' as const),
    fc.array(anyItem, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([join, items, not]) => group(join, items, not))
  .filter((tree) => conditionText(fields, tree).length <= 1500);
const anyValues: fc.Arbitrary<Row> = fc.record(
  Object.fromEntries(fields.map(({ name, type }) => [name, fc.option(plainTexts(type), { nil: null })])),
);

describe('rows and expressions', () => {
  test('whatever is put together compiles, and means what the rows say', () => {
    fc.assert(
      fc.property(anyTree, fc.array(anyValues, { minLength: 3, maxLength: 6 }), (tree, rows) => {
        const { holds } = compileCondition({ fields }, conditionText(fields, tree));
        for (const values of rows) {
          let told: boolean | null = null;
          try {
            told = holds(values);
          } catch (error) {
            if (!(error instanceof Misfit)) throw error;
          }
          expect(told).toBe(treeHolds(tree, values));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('from rows to text to rows to text: the same expression, and again the same rows', () => {
    const read = (text: string) => parse(text).ast as ExpressionNode;
    fc.assert(
      fc.property(anyTree, (tree) => {
        const text = conditionText(fields, tree);
        const found = treeOf(text);
        const again = conditionText(fields, found);
        expect(sameExpression(read(again), read(text))).toBe(true);
        expect(treeOf(again)).toEqual(found);
      }),
      { numRuns: 150 },
    );
  });
});
