import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import type { Rule } from '../flow/flow-graph.ts';
import { type Contender, type ContestedField, decideContest } from './contest.ts';
import { decide } from './decide.ts';

const field = (rule: Rule, mayBeEmpty = true): ContestedField => ({
  ...decideField('a', { rule }),
  mayBeEmpty,
});
const newest = field({ kind: 'newest', tie: 'left' });
const clock = { left: { offset: 0, uncertainty: 10 }, right: { offset: 0, uncertainty: 10 } };
/** Record 1 holds `x` on the left since 1000, record 2 on the right since `at`; both held something else before. */
const updated = (at = 2000): { left: Contender; right: Contender } => ({
  left: {
    recordKey: '["1"]',
    rows: { left: { id: '1', a: 'x' }, right: { id_r: '1', a_r: 'a1' } },
    touched: { left: { a: 1000 }, right: {} },
  },
  right: {
    recordKey: '["2"]',
    rows: { left: { id: '2', a: 'a2' }, right: { id_r: '2', a_r: 'x' } },
    touched: { left: {}, right: { a: at } },
  },
});
const inserted = () => {
  const { left, right } = updated();
  return {
    left: { ...left, rows: { ...left.rows, right: null } },
    right: { ...right, rows: { ...right.rows, left: null } },
  };
};

describe('[E10] two records that hold one unique value on two sides', () => {
  test('the rule of the field decides by when each got the value, and the account names the other record', () => {
    const outcome = decideContest([newest], updated(), clock);
    expect(outcome).toMatchObject({
      kind: 'decided',
      loser: 'left',
      concessions: { a: { side: 'left', rule: 'newest' } },
    });
    expect(JSON.stringify(outcome)).toContain('record [\\"2\\"] keeps it. The right side changed later');
    expect(decideContest([field({ kind: 'oldest', tie: 'left' })], updated(), clock)).toMatchObject({
      loser: 'right',
    });
    expect(decideContest([field({ kind: 'prefer', side: 'left' })], updated(), clock)).toMatchObject({
      loser: 'right',
    });
    expect(decideContest([field({ kind: 'newest', tie: 'right' })], updated(1015), clock)).toMatchObject({
      loser: 'left',
    });
  });

  test('both wait where a person decides, where one of them is in line, where the loser may not be empty', () => {
    expect(decideContest([field({ kind: 'hold' })], updated(), clock).kind).toBe('undecided');
    expect(decideContest([], updated(), clock).kind).toBe('undecided');
    const { left, right } = updated();
    const inLine = { ...right, rows: { left: { id: '2', a: 'x' }, right: { id_r: '2', a_r: 'x' } } };
    expect(decideContest([newest], { left, right: inLine }, clock)).toEqual({
      kind: 'undecided',
      why: 'Both sides agree about record ["2"].',
    });
    expect(decideContest([field(newest.rule, false)], inserted(), clock)).toMatchObject({
      kind: 'undecided',
      why: expect.stringContaining('record ["1"] may not be without the value'),
    });
    expect(decideContest([field(newest.rule, false)], updated(), clock).kind).toBe('decided');
  });

  test('the loser goes back to what it holds on the other side; what else it changed is carried', () => {
    const outcome = decideContest([newest], updated(), clock);
    if (outcome.kind !== 'decided') throw new Error(outcome.why);
    const decision = decide(
      decideInput({
        left: { id: '1', a: 'x', b: 'L' },
        touched: { left: { a: 1000, b: 1000 }, right: {} },
        concessions: outcome.concessions,
      }),
    );
    expect(decision).toMatchObject({
      left: { op: 'update', set: { a: 'a1' } },
      right: { op: 'update', set: { b_r: 'L' } },
      account: { left: { a: 'x' }, fields: [{ left: 'a', winner: 'right', rule: 'newest' }] },
    });
  });

  test('a record that is not there yet on the other side goes there without the value', () => {
    const outcome = decideContest([newest], inserted(), clock);
    if (outcome.kind !== 'decided') throw new Error(outcome.why);
    const input = decideInput({
      base: { kind: 'absent' },
      left: { id: '1', a: 'x', b: 'L' },
      right: null,
      touched: { left: { '*': 1000 }, right: {} },
      concessions: outcome.concessions,
    });
    expect(decide(input)).toMatchObject({
      kind: 'write',
      left: { op: 'update', set: { a: null } },
      right: { op: 'insert', set: { id_r: '1', a_r: null, b_r: 'L' } },
      account: { left: { a: 'x' }, fields: [{ left: 'a', winner: 'right' }] },
    });
    // Deleted on the other side, it makes way by going.
    const gone = {
      ...input,
      base: { kind: 'values', side: 'left', row: { id: '1', a: 'a', b: 'b' } } as const,
    };
    const lane = decideLane({ deletes: { carry: 'both', againstUpdate: 'delete' } });
    expect(decide({ ...gone, lane })).toMatchObject({ left: { op: 'delete' }, right: null });
  });
});

describe('[E10] a row with fields of both sides that a constraint refuses', () => {
  const whole = {
    left: { id: '1', a: 'L', b: 'b1' },
    right: { id_r: '1', a_r: 'a1', b_r: 'R' },
    why: 'Refused by check.',
  };
  const input = (rule: Rule, left = whole.left, touched = { left: { a: 1000 }, right: { b: 2000 } }) =>
    decideInput({ lane: decideLane({ rule }), left, right: whole.right, touched, whole });

  test('the rule of the record decides between the two rows', () => {
    expect(decide(input({ kind: 'newest', tie: 'left' }))).toMatchObject({
      left: { op: 'update', set: { a: 'a1', b: 'R' } },
      right: null,
      account: {
        fields: [
          {
            left: 'a',
            winner: 'right',
            rule: 'whole row, newest',
            why: expect.stringContaining('Refused by check.'),
          },
          { left: 'b', winner: 'right' },
        ],
      },
    });
    expect(decide(input({ kind: 'oldest', tie: 'left' }))).toMatchObject({
      left: null,
      right: { op: 'update', set: { a_r: 'L', b_r: 'b1' } },
    });
  });

  test('what was written of the mixture is undone', () => {
    const mixed = { ...whole.left, b: 'R' };
    expect(decide(input({ kind: 'prefer', side: 'left' }, mixed))).toMatchObject({
      left: { op: 'update', set: { b: 'b1' } },
      right: { op: 'update', set: { a_r: 'L', b_r: 'b1' } },
    });
  });

  test('what was written of the mixture is undone, too, where a person is asked', () => {
    const mixed = { ...whole.left, b: 'R' };
    expect(decide(input({ kind: 'hold' }, mixed))).toMatchObject({
      kind: 'hold',
      account: { left: whole.left, right: whole.right, fields: [{ winner: 'held' }, { winner: 'held' }] },
      back: { left: { op: 'update', set: { b: 'b1' } }, right: null },
    });
    expect(decide(input({ kind: 'hold' }))).not.toHaveProperty('back');
  });

  test('a field that goes one way follows its side, whichever row stands', () => {
    const fields = [...decideLane().fields, decideField('c', { direction: 'forward' })];
    const lane = decideLane({ rule: { kind: 'prefer', side: 'right' }, fields });
    const left = { ...whole.left, c: 'new' };
    const right = { ...whole.right, c_r: 'old' };
    const rows = { ...whole, left, right };
    expect(decide(decideInput({ lane, left, right, whole: rows }))).toMatchObject({
      left: { op: 'update', set: { a: 'a1', b: 'R' } },
      right: { op: 'update', set: { c_r: 'new' } },
    });
  });

  test('a person chooses one row: decided fields stand though only one side changed them', () => {
    const held = decide(input({ kind: 'hold' }));
    expect(held).toMatchObject({ kind: 'hold', account: { fields: [{ left: 'a' }, { left: 'b' }] } });
    const decision = { fields: { a: 'right', b: 'right' } as const, record: null, by: 'Ada', at: 0 };
    const { whole: _, ...asked } = input({ kind: 'hold' });
    expect(decide({ ...asked, decision })).toMatchObject({ left: { set: { a: 'a1', b: 'R' } }, right: null });
  });

  test('leaves a field that goes one way to the side that it comes from', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('a'),
        decideField('b', { direction: 'forward' }),
      ],
      rule: { kind: 'prefer', side: 'right' },
    });
    const left = { id: '1', a: 'left', b: 'new' };
    const right = { id_r: '1', a_r: 'right', b_r: 'old' };
    const decision = decide(decideInput({ lane, left, right, whole: { left, right, why: 'Refused.' } }));
    expect(decision).toMatchObject({ left: { set: { a: 'right' } }, right: { set: { b_r: 'new' } } });
  });
});
