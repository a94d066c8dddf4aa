import { describe, expect, test } from 'vitest';
import { decideInput, decideLane } from '#testing/decide-fixtures.ts';
import { decide } from './decide.ts';
import type { DecideInput, DecideLane } from './decision.ts';

const right = (more: object = {}) => ({ id_r: '1', a_r: 'a1', b_r: 'b1', ...more });
const update = (set: object) => ({ op: 'update', set });
const write = (more: object) => ({ kind: 'write', left: null, right: null, account: null, ...more });

describe('a first meeting', () => {
  const first = (
    more: Partial<DecideInput>,
    rules: Partial<DecideLane['first']> = {},
    lane: Partial<DecideLane> = {},
  ) =>
    decide(
      decideInput({
        base: { kind: 'unknown' },
        first: true,
        lane: decideLane({ first: { ...decideLane().first, ...rules }, ...lane }),
        ...more,
      }),
    );

  test('what differs is decided by its rule', () => {
    const differ = { right: right({ a_r: 'R' }) };
    expect(first(differ)).toMatchObject({
      right: update({ a_r: 'a1' }),
      account: { fields: [{ rule: 'first meeting, prefer', winner: 'left' }] },
    });
    expect(first(differ, { differ: { kind: 'prefer', side: 'right' } })).toMatchObject({
      left: update({ a: 'R' }),
    });
    expect(first(differ, { differ: { kind: 'hold' } }).kind).toBe('hold');
  });

  test('a field may have a rule of its own, and a side that is empty may give way', () => {
    const differ = { right: right({ a_r: 'R', b_r: 'S' }) };
    const fields = { a: { kind: 'prefer', side: 'right' } } as const;
    expect(first(differ, { fields })).toMatchObject({
      left: update({ a: 'R' }),
      right: update({ b_r: 'b1' }),
    });
    const filled = { differ: { kind: 'prefer', side: 'right', unlessEmpty: true } } as const;
    for (const empty of [null, '', '  ']) {
      expect(first({ right: right({ a_r: empty, b_r: 'S' }) }, filled)).toMatchObject({
        left: update({ b: 'S' }),
        right: update({ a_r: 'a1' }),
        account: {
          fields: [{ winner: 'left', why: expect.stringContaining('is empty') }, { winner: 'right' }],
        },
      });
    }
  });

  test('an edit seen since the lane began is newer than what stood there', () => {
    const edited = { right: right({ a_r: 'R', b_r: 'S' }), touched: { left: {}, right: { a: 5 } } };
    expect(first(edited)).toMatchObject({
      left: update({ a: 'R' }),
      right: update({ b_r: 'b1' }),
      account: { fields: [{ left: 'b', rule: 'first meeting, prefer' }] },
    });
    const both = { ...edited, touched: { left: { a: 4 }, right: { a: 5 } } };
    expect(first(both)).toMatchObject({
      left: update({ a: 'R' }),
      account: { fields: [{ rule: 'newest' }, { left: 'b' }] },
    });
  });

  test('a record that came into being meanwhile is met as it is', () => {
    const inserted = { right: right({ a_r: 'R' }), touched: { left: {}, right: { '*': 5, a: 5 } } };
    expect(first(inserted)).toMatchObject({ right: update({ a_r: 'a1' }) });
  });

  test('a record that one side alone holds', () => {
    const onlyLeft = { right: null };
    const onlyRight = { left: null };
    expect(first(onlyLeft)).toMatchObject({
      right: { op: 'insert', set: { id_r: '1', a_r: 'a1', b_r: 'b1' } },
      account: null,
    });
    expect(first(onlyRight)).toMatchObject({ left: { op: 'insert', set: { id: '1' } } });
    expect(first(onlyLeft, { onlyLeft: 'ignore' })).toEqual({ kind: 'agreed' });
    expect(first(onlyLeft, { onlyLeft: 'delete' })).toEqual(write({ left: { op: 'delete', set: {} } }));
    expect(first(onlyRight, { onlyRight: 'delete' })).toEqual(write({ right: { op: 'delete', set: {} } }));
  });

  test('a record seen to come into being since the lane began is no leftover: it is carried', () => {
    const inserted = { right: null, touched: { left: { '*': 5, a: 5 }, right: {} } };
    for (const onlyLeft of ['ignore', 'delete'] as const) {
      expect(first(inserted, { onlyLeft })).toMatchObject({ right: { op: 'insert' } });
    }
  });

  test('a record that was renamed away meanwhile was there: its other half goes', () => {
    const renamed = { left: null, touched: { left: { id: 5 }, right: {} } };
    expect(first(renamed)).toEqual(write({ right: { op: 'delete', set: {} } }));
  });

  test('only as far as the lane writes', () => {
    const forward = { direction: 'forward' } as const;
    expect(first({ right: null }, {}, forward)).toMatchObject({ right: { op: 'insert' } });
    expect(first({ right: null }, { onlyLeft: 'delete' }, forward)).toEqual({ kind: 'agreed' });
    expect(first({ left: null }, {}, forward)).toEqual({ kind: 'agreed' });
    expect(first({ left: null }, { onlyRight: 'delete' }, forward)).toEqual(
      write({ right: { op: 'delete', set: {} } }),
    );
  });

  test('a delete seen since the lane began is carried', () => {
    const deleted = { right: null, touched: { left: {}, right: { '*': 5 } } };
    expect(first(deleted)).toEqual(write({ left: { op: 'delete', set: {} } }));
    expect(first({ ...deleted, touched: { left: { a: 6 }, right: { '*': 5 } } })).toMatchObject({
      right: { op: 'insert' },
    });
  });
});
