import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import { optionalField } from '#testing/flow-fixtures.ts';
import type { Side } from '../change/change-event.ts';
import { arrayElements, arrayText } from '../values/array-text.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Value } from '../values/value.ts';
import { compileMerge, type Merged } from './compile-merge.ts';
import { decide } from './decide.ts';

const text: NeutralType = { kind: 'text' };
const decimal = (precision?: number, scale?: number): NeutralType =>
  precision === undefined ? { kind: 'decimal' } : { kind: 'decimal', precision, scale: scale ?? 0 };
const list: NeutralType = { kind: 'array', of: text };
const json: NeutralType = { kind: 'json' };

function merge(
  type: NeutralType | Record<Side, NeutralType>,
  base: Value | Record<Side, Value> | undefined,
  left: Value,
  right: Value,
): Merged {
  const types = 'left' in type ? type : { left: type, right: type };
  const merging = compileMerge(optionalField('a', types.left), optionalField('b', types.right));
  if (!merging) throw new Error('not merged');
  const known =
    base === undefined ? null : typeof base === 'object' && base ? base : { left: base, right: base };
  return merging(known, { left, right });
}
const outcomeOf = (merged: Merged) => (merged.kind === 'value' ? merged.values : merged.kind);

describe('[E4] numbers: what each side added', () => {
  test.each([
    [decimal(), '10', '15', '7', '12'],
    [decimal(12, 2), '0.10', '0.30', '0.20', '0.40'],
    [decimal(), '0.1', '0.3', '99999999999999999999999999.2', '99999999999999999999999999.4'],
    [{ kind: 'int32' } as const, '5', '-5', '10', '0'],
    [
      { kind: 'int64' } as const,
      '9007199254740993',
      '9007199254740994',
      '9007199254740995',
      '9007199254740996',
    ],
  ])('%j: from %s to %s and to %s', (type, base, left, right, total) => {
    expect(outcomeOf(merge(type, base, left, right))).toEqual({ left: total, right: total });
  });

  test('the coarser side follows the finer one (E13)', () => {
    const types = { left: decimal(12, 2), right: decimal(14, 4) };
    expect(outcomeOf(merge(types, { left: '1.23', right: '1.2345' }, '2.23', '3.2345'))).toEqual({
      left: '4.23',
      right: '4.2345',
    });
  });

  test('without a base, with nothing, or out of range, another rule decides', () => {
    expect(merge(decimal(), undefined, '1', '2')).toMatchObject({ kind: 'none' });
    expect(merge(decimal(), '1', null, '2')).toMatchObject({ kind: 'none' });
    expect(merge(decimal(), 'NaN', '1', '2')).toMatchObject({ kind: 'none' });
    expect(merge({ kind: 'int16' }, '0', '30000', '30000')).toMatchObject({
      kind: 'none',
      why: expect.stringContaining('out of range'),
    });
  });

  test('it does not matter which side is which, and a third change adds to it', () => {
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
    const cents = number.map(
      (each) =>
        `${each < 0 ? '-' : ''}${Math.trunc(Math.abs(each) / 100)}.${String(Math.abs(each) % 100).padStart(2, '0')}`,
    );
    fc.assert(
      fc.property(cents, cents, cents, cents, (base, a, b, c) => {
        const one = (x: string, y: string) =>
          (outcomeOf(merge(decimal(20, 2), base, x, y)) as Record<Side, string>).left;
        expect(one(a, b)).toBe(one(b, a));
        expect(one(one(a, b), c)).toBe(one(a, one(b, c)));
      }),
    );
  });
});

describe('[E4] lists: what either side added, without what either took away', () => {
  test.each([
    [list, '{a,b,c}', '{a,c,x}', '{b,c,y}', '{c,x,y}'],
    [list, '{a}', '{a,NULL}', '{a,"NULL","x y"}', '{a,"NULL","x y",NULL}'],
    [list, '{a}', null, '{a,b}', '{b}'],
    [list, '{a}', null, '{}', null],
    [{ kind: 'array', of: decimal() } as NeutralType, '{1}', '{1.0,2.50}', '{1,2.5}', '{1,2.5}'],
    [
      json,
      '["a", {"k": 1}]',
      '[{"k":1.0}, "x"]',
      '["a", {"k": 1}, 12345678901234567890]',
      '[{"k":1}, "x", 12345678901234567890]',
    ],
  ])('%j: from %s to %s and to %s', (type, base, left, right, merged) => {
    expect(outcomeOf(merge(type, base, left, right))).toEqual({ left: merged, right: merged });
  });

  test('without a base everything is there; what is no plain list is left to another rule', () => {
    expect(outcomeOf(merge(list, undefined, '{b,a}', '{c}'))).toEqual({ left: '{a,b,c}', right: '{a,b,c}' });
    expect(merge(json, '{}', '{"a": 1}', '[1]')).toMatchObject({ kind: 'none' });
    expect(merge(list, '{}', '{{a},{b}}', '{c}')).toMatchObject({ kind: 'none' });
    expect(merge(list, '{}', '[2:3]={a,b}', '{c}')).toMatchObject({ kind: 'none' });
  });

  test('it does not matter which side is which, in which order, or how often', () => {
    const letters = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd', 'e, f', '"'), { maxLength: 5 })
      .map((all) => arrayText(all));
    fc.assert(
      fc.property(letters, letters, letters, letters, (base, a, b, c) => {
        const one = (x: string, y: string) =>
          (outcomeOf(merge(list, base, x, y)) as Record<Side, string>).left;
        const set = (literal: string) => new Set(arrayElements(literal));
        expect(one(a, b)).toBe(one(b, a));
        expect(one(one(a, b), b)).toBe(one(a, b));
        expect(set(one(one(a, b), c))).toEqual(set(one(a, one(b, c))));
        const expected = [...set(a), ...set(b)].filter(
          (item) => !set(base).has(item) || (set(a).has(item) && set(b).has(item)),
        );
        expect(set(one(a, b))).toEqual(new Set(expected));
      }),
    );
  });
});

describe('[E4] texts: the longer one', () => {
  test('by characters; nothing is shorter than empty', () => {
    expect(merge(text, 'x', 'longer', 'short')).toMatchObject({ kind: 'side', winner: 'left' });
    expect(merge(text, 'x', '👍👍', 'abc')).toMatchObject({ kind: 'side', winner: 'right' });
    expect(merge(text, 'x', null, '')).toMatchObject({ kind: 'side', winner: 'right' });
  });

  test('it does not matter which side is which, or in which order', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        const one = (x: string, y: string) => {
          const merged = merge(text, undefined, x, y);
          return merged.kind === 'side' && merged.winner === 'left' ? x : y;
        };
        expect(one(a, b)).toBe(one(b, a));
        expect(one(one(a, b), c)).toBe(one(a, one(b, c)));
      }),
    );
  });
});

test('what has no meaning, or would not be exact, is not merged', () => {
  for (const kind of ['boolean', 'float64', 'date', 'uuid'] as const) {
    expect(compileMerge(optionalField('a', { kind }), optionalField('b', { kind }))).toBeNull();
  }
  const lists = [list, { kind: 'array', of: decimal() } as const] as const;
  expect(compileMerge(optionalField('a', lists[0]), optionalField('b', lists[1]))).toBeNull();
});

describe('[E4] the rule `merge`', () => {
  const rule = { kind: 'merge', tie: 'left' } as const;
  const number = { left: decimal(), right: decimal() };
  const lane = decideLane({
    rule,
    fields: [
      decideField('id', { key: true }),
      decideField('a', { rule }, number),
      decideField('b', { rule }),
    ],
  });
  const input = {
    lane,
    base: { kind: 'values', side: 'right', row: { id_r: '1', a_r: '10', b_r: 'x' } },
    left: { id: '1', a: '15', b: 'x' },
    right: { id_r: '1', a_r: '7', b_r: 'x' },
    touched: { left: { a: 5 }, right: { a: 9 } },
  } as const;

  test('writes the merged value to both sides, and says what became of it', () => {
    expect(decide(decideInput(input))).toMatchObject({
      left: { op: 'update', set: { a: '12' } },
      right: { op: 'update', set: { a_r: '12' } },
      account: {
        fields: [{ left: 'a', winner: 'merged', rule: 'merge', why: expect.stringContaining('From 10') }],
      },
    });
  });

  test('without a number before, the newest wins, and the account says so', () => {
    expect(decide(decideInput({ ...input, base: { kind: 'unknown' } }))).toMatchObject({
      left: { set: { a: '7' } },
      right: null,
      account: {
        fields: [{ winner: 'right', why: expect.stringMatching(/Without a number.*changed later/) }],
      },
    });
  });

  test('a side that already holds the merged value is not written', () => {
    const merged = { ...input, left: { ...input.left, a: '7' }, right: { ...input.right, a_r: '10.5' } };
    const base = { kind: 'values', side: 'left', row: { id: '1', a: '10', b: 'x' } } as const;
    expect(decide(decideInput({ ...merged, base }))).toMatchObject({
      left: { set: { a: '7.5' } },
      right: { set: { a_r: '7.5' } },
    });
    const sets = decideLane({
      fields: [decideField('id', { key: true }), decideField('a', { rule }, { left: list, right: list })],
    });
    const held = {
      lane: sets,
      base: { kind: 'values', side: 'left', row: { id: '1', a: '{a}' } },
      left: { id: '1', a: '{a,b,c}' },
      right: { id_r: '1', a_r: '{a,c}' },
    } as const;
    expect(decide(decideInput(held))).toMatchObject({ left: null, right: { set: { a_r: '{a,b,c}' } } });
  });
});
