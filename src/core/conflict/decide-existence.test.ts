import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import { decide } from './decide.ts';
import type { DecideInput, DecideLane } from './decision.ts';

const left = (more: object = {}) => ({ id: '1', a: 'a1', b: 'b1', ...more });
const right = (more: object = {}) => ({ id_r: '1', a_r: 'a1', b_r: 'b1', ...more });
const update = (set: object) => ({ op: 'update', set });
const write = (more: object) => ({ kind: 'write', left: null, right: null, account: null, ...more });
const person = (more: Partial<HeldDecision>): HeldDecision => ({
  fields: {},
  record: null,
  by: 'Ada',
  at: 0,
  ...more,
});

describe('[E11] only one side holds the record', () => {
  const gone = { right: null, touched: { left: {}, right: { '*': 5 } } };
  const deletes = (
    carry: 'both' | 'forward' | 'backward' | 'none',
    againstUpdate: 'update' | 'delete' | 'hold' = 'update',
  ) => decideLane({ deletes: { carry, againstUpdate } });

  test('both gone is agreed', () => {
    expect(decide(decideInput({ left: null, right: null }))).toEqual({ kind: 'agreed' });
  });

  test('an unchanged record follows the delete, if the lane carries deletes that way', () => {
    const carried = write({ left: { op: 'delete', set: {} } });
    expect(decide(decideInput({ ...gone }))).toEqual(carried);
    expect(decide(decideInput({ ...gone, lane: deletes('backward') }))).toEqual(carried);
    expect(decide(decideInput({ ...gone, lane: deletes('forward') }))).toEqual({ kind: 'agreed' });
    expect(decide(decideInput({ ...gone, lane: deletes('none') }))).toEqual({ kind: 'agreed' });
    const other = { left: null, touched: { left: { '*': 5 }, right: {} } };
    expect(decide(decideInput({ ...other, lane: deletes('forward') }))).toEqual(
      write({ right: { op: 'delete', set: {} } }),
    );
    expect(decide(decideInput({ ...other, lane: deletes('backward') }))).toEqual({ kind: 'agreed' });
  });

  test('a delete against an update is decided by its rule', () => {
    const against = { ...gone, left: left({ a: 'a2' }) };
    const clock = { offset: 0, uncertainty: 0 };
    const verdict = { left: '*', right: '*', rule: 'delete against update', base: null };
    const account = (winner: string, why: string) => ({
      base: left(),
      left: left({ a: 'a2' }),
      right: null,
      fields: [{ ...verdict, winner, why, times: { left: null, right: 5 } }],
      clock: { left: clock, right: clock },
    });
    const story = 'The right side deleted the record, the left side changed it';
    expect(decide(decideInput(against))).toEqual(
      write({
        right: { op: 'insert', set: { id_r: '1', a_r: 'a2', b_r: 'b1' } },
        account: account('left', `${story}; the rule keeps it.`),
      }),
    );
    expect(decide(decideInput({ ...against, lane: deletes('both', 'delete') }))).toEqual(
      write({ left: { op: 'delete', set: {} }, account: account('right', `${story}; the rule lets it go.`) }),
    );
    expect(decide(decideInput({ ...against, lane: deletes('none', 'delete') }))).toEqual({ kind: 'agreed' });
    const held = { ...against, lane: deletes('both', 'hold') };
    expect(decide(decideInput(held))).toEqual({
      kind: 'hold',
      account: account('held', `${story}; the rule leaves it to a person.`),
    });
    expect(decide(decideInput({ ...held, decision: person({ record: 'keep' }) }))).toMatchObject({
      right: { op: 'insert' },
      account: { fields: [{ winner: 'left', why: 'Decided by Ada: the record stays.' }] },
    });
    expect(decide(decideInput({ ...held, decision: person({ record: 'delete' }) }))).toMatchObject({
      left: { op: 'delete' },
      account: { fields: [{ winner: 'right', why: 'Decided by Ada: the record goes.' }] },
    });
  });

  test('what a one-way field did on its target is no update', () => {
    const fields = [
      decideField('id', { key: true }),
      decideField('a', { direction: 'backward' }),
      decideField('b'),
    ];
    const lane = decideLane({ fields });
    expect(decide(decideInput({ ...gone, lane, left: left({ a: 'mine' }) }))).toEqual(
      write({ left: { op: 'delete', set: {} } }),
    );
  });

  test('an insert goes to the other side with every field that goes there', () => {
    const fields = [
      decideField('id', { key: true }),
      decideField('a', { direction: 'backward' }),
      decideField('b'),
    ];
    const input = {
      base: { kind: 'absent' },
      right: null,
      touched: { left: { '*': 5 }, right: {} },
    } as const;
    expect(decide(decideInput({ ...input, lane: decideLane({ fields }) }))).toEqual(
      write({ right: { op: 'insert', set: { id_r: '1', b_r: 'b1' } } }),
    );
  });

  test('without a base, what was seen decides', () => {
    const base = { kind: 'unknown' } as const;
    const seen = (l: object, r: object) =>
      decide(decideInput({ base, right: null, touched: { left: { ...l }, right: { ...r } } }));
    expect(seen({ '*': 5 }, {})).toMatchObject({ right: { op: 'insert' }, account: null });
    expect(seen({}, { '*': 5 })).toMatchObject({ left: { op: 'delete' }, account: null });
    expect(seen({ a: 5 }, { '*': 5 })).toMatchObject({
      right: { op: 'insert' },
      account: { fields: [{ winner: 'left' }] },
    });
    expect(seen({}, {})).toMatchObject({
      right: { op: 'insert' },
      account: {
        fields: [
          { why: 'Only the left side holds the record, and it is not known since when; the rule keeps it.' },
        ],
      },
    });
  });

  test('a record that was renamed away is gone, though its name was never seen before', () => {
    const input = { base: { kind: 'absent' }, right: null, touched: { left: {}, right: { id: 5 } } } as const;
    expect(decide(decideInput(input))).toEqual(write({ left: { op: 'delete', set: {} } }));
    const again = { ...input, touched: { left: { '*': 6 }, right: { '*': 5 } } };
    expect(decide(decideInput(again))).toMatchObject({
      right: { op: 'insert' },
      account: { fields: [{ winner: 'left' }] },
    });
  });
});

describe('a one-way lane follows its source', () => {
  const fields = [
    decideField('id', { key: true, direction: 'forward' }),
    decideField('a', { direction: 'forward', rule: { kind: 'hold' } }),
    decideField('b', { direction: 'forward' }),
  ];
  const forward = (more: Partial<DecideLane> = {}) => decideLane({ direction: 'forward', fields, ...more });
  const run = (more: Partial<DecideInput>) => decide(decideInput({ lane: forward(), ...more }));

  test('whatever the target did', () => {
    expect(run({ right: right({ a_r: 'mine' }) })).toEqual(write({ right: update({ a_r: 'a1' }) }));
    expect(run({ right: null, touched: { left: {}, right: { '*': 9 } } })).toMatchObject({
      right: { op: 'insert' },
    });
  });

  test('and its deletes, where they are carried', () => {
    const deleted = { left: null, right: right({ a_r: 'mine' }), touched: { left: { '*': 5 }, right: {} } };
    expect(run(deleted)).toEqual(write({ right: { op: 'delete', set: {} } }));
    expect(
      run({ ...deleted, lane: forward({ deletes: { carry: 'backward', againstUpdate: 'update' } }) }),
    ).toEqual({ kind: 'agreed' });
  });

  test('but what the target alone ever had stays', () => {
    expect(run({ left: null, base: { kind: 'absent' } })).toEqual({ kind: 'agreed' });
    expect(run({ left: null, base: { kind: 'unknown' } })).toEqual({ kind: 'agreed' });
  });
});
