import { describe, expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import type { Rule } from '../flow/flow-graph.ts';
import type { HeldDecision } from '../ledger/pending-record.ts';
import { decide } from './decide.ts';
import type { DecideInput, DecideLane } from './decision.ts';

const left = (more: object = {}) => ({ id: '1', a: 'a1', b: 'b1', ...more });
const right = (more: object = {}) => ({ id_r: '1', a_r: 'a1', b_r: 'b1', ...more });
const ruled = (rule: Rule, more: Partial<DecideLane> = {}) =>
  decideLane({
    fields: [decideField('id', { key: true }), decideField('a', { rule }), decideField('b')],
    ...more,
  });
const update = (set: object) => ({ op: 'update', set });
const person = (more: Partial<HeldDecision>): HeldDecision => ({
  fields: {},
  record: null,
  by: 'Ada',
  at: 0,
  ...more,
});
const why = (input: Partial<DecideInput>) => {
  const decision = decide(decideInput(input));
  if (decision.kind === 'agreed') throw new Error('agreed');
  return decision.account?.fields.map((field) => [field.left, field.winner, field.rule, field.why]);
};

describe('[E14] rules over a field that both sides changed', () => {
  const changed = { left: left({ a: 'L' }), right: right({ a_r: 'R' }) };
  const times = (l: number | null, r: number | null): Pick<DecideInput, 'touched'> => ({
    touched: { left: l === null ? {} : { a: l }, right: r === null ? {} : { a: r } },
  });
  const ms = (offset: number, uncertainty: number) => ({
    offset: offset * 1000,
    uncertainty: uncertainty * 1000,
  });
  const newest = ruled({ kind: 'newest', tie: 'right' });
  const oldest = ruled({ kind: 'oldest', tie: 'left' });

  test('prefer', () => {
    expect(why({ ...changed, lane: ruled({ kind: 'prefer', side: 'right' }) })).toEqual([
      ['a', 'right', 'prefer', 'The rule prefers the right side.'],
    ]);
  });

  const cases: [DecideLane, number | null, number | null, object, string, string][] = [
    [newest, 5000, 9000, {}, 'right', 'The right side changed later, by 4 ms.'],
    [newest, 9000, 8500, {}, 'left', 'The left side changed later, by 500 µs.'],
    [oldest, 5000, 65_000_000, {}, 'left', 'The left side changed earlier, by 65 s.'],
    [oldest, 9e9, 0, {}, 'right', 'The right side changed earlier, by 2.5 h.'],
    [newest, 0, 9e8, {}, 'right', 'The right side changed later, by 15 min.'],
    [
      newest,
      7000,
      7000,
      {},
      'right',
      'Both sides changed at the same moment, so the tie goes to the right side.',
    ],
    [
      newest,
      9000,
      5000,
      { clock: { left: ms(0, 3), right: ms(0, 2) } },
      'right',
      'Both sides changed 4 ms apart, closer than the clocks are sure of (5 ms), so the tie goes to the right side.',
    ],
    // The left clock is 10 ms ahead of ours.
    [
      newest,
      15_000,
      9000,
      { clock: { left: ms(10, 1), right: ms(0, 1) } },
      'right',
      'The right side changed later, by 4 ms.',
    ],
    [
      newest,
      null,
      9000,
      {},
      'right',
      'Only the right side was seen to change; the value of the left side is older.',
    ],
    [
      oldest,
      null,
      9000,
      {},
      'left',
      'Only the right side was seen to change; the value of the left side is older.',
    ],
    [
      newest,
      9000,
      null,
      {},
      'left',
      'Only the left side was seen to change; the value of the right side is older.',
    ],
    [
      oldest,
      null,
      null,
      {},
      'left',
      'It is not known when either side changed, so the tie goes to the left side.',
    ],
  ];
  test.each(cases)('%# times %s', (lane, l, r, more, winner, sentence) => {
    expect(why({ ...changed, ...times(l, r), ...more, lane })).toEqual([
      ['a', winner, lane.fields[1]?.rule.kind, sentence],
    ]);
  });

  test('a record that came into being has the time of its insert for every field', () => {
    const touched = { left: { '*': 1000 }, right: { a: 2000 } };
    expect(why({ ...changed, lane: newest, touched, base: { kind: 'absent' } })?.[0]?.[1]).toBe('right');
  });

  test('hold writes nothing at all, and says which fields wait with the held one', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('a', { rule: { kind: 'hold' } }),
        decideField('b', { rule: { kind: 'prefer', side: 'left' } }),
      ],
    });
    const both = { lane, left: left({ a: 'L', b: 'L' }), right: right({ a_r: 'R', b_r: 'R' }) };
    const clock = { offset: 0, uncertainty: 0 };
    const times = { left: null, right: null };
    expect(decide(decideInput(both))).toEqual({
      kind: 'hold',
      account: {
        base: left(),
        left: both.left,
        right: both.right,
        fields: [
          {
            left: 'a',
            right: 'a_r',
            rule: 'hold',
            winner: 'held',
            why: 'The rule leaves it to a person.',
            base: { left: 'a1', right: 'a1' },
            times,
          },
          {
            left: 'b',
            right: 'b_r',
            rule: 'prefer',
            winner: 'left',
            why: 'The rule prefers the left side. It is written when the rest of the record is decided.',
            base: { left: 'b1', right: 'b1' },
            times,
          },
        ],
        clock: { left: clock, right: clock },
      },
    });
    expect(decide(decideInput({ ...both, decision: person({ fields: { a: 'right' } }) }))).toMatchObject({
      kind: 'write',
      left: update({ a: 'R' }),
      right: update({ b_r: 'L' }),
      account: {
        fields: [
          { left: 'a', winner: 'right', why: 'Decided by Ada.' },
          { left: 'b', winner: 'left' },
        ],
      },
    });
    expect(decide(decideInput({ ...both, decision: person({ fields: { c: 'left' } }) })).kind).toBe('hold');
  });

  test('the account shows the base in the left side’s names and types', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('n', { rule: { kind: 'hold' } }, { left: { kind: 'text' }, right: { kind: 'boolean' } }),
        decideField('f', { direction: 'forward' }),
        decideField('g'),
      ],
    });
    const decision = decide(
      decideInput({
        lane,
        base: { kind: 'values', side: 'right', row: { id_r: '1', n_r: 't', f_r: 'x' } },
        left: { id: '1', n: 'no', f: 'x', g: '' },
        right: { id_r: '1', n_r: null, f_r: 'x', g_r: '' },
      }),
    );
    expect(decision).toMatchObject({ kind: 'hold', account: { base: { id: '1', n: 'true' } } });
    if (decision.kind === 'hold') expect(Object.keys(decision.account.base ?? {})).toEqual(['id', 'n']);
  });
});
