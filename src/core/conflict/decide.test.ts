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
const write = (more: object) => ({ kind: 'write', left: null, right: null, account: null, ...more });
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

describe('[E4] both sides hold the record', () => {
  test('the same on both sides is agreed, whatever the base', () => {
    expect(decide(decideInput())).toEqual({ kind: 'agreed' });
    const both = { left: left({ a: 'x' }), right: right({ a_r: 'x' }) };
    for (const base of [{ kind: 'unknown' }, { kind: 'absent' }] as const) {
      expect(decide(decideInput({ ...both, base }))).toEqual({ kind: 'agreed' });
    }
  });

  test('what one side changed flows to the other, field by field', () => {
    expect(decide(decideInput({ left: left({ a: 'a2' }), right: right({ b_r: null }) }))).toEqual(
      write({ left: update({ b: null }), right: update({ a_r: 'a2' }) }),
    );
  });

  test.each([
    { kind: 'values', side: 'right', row: right() } as const,
    {
      kind: 'digests',
      fields: Object.fromEntries(
        decideLane().fields.map((f) => [
          f.left,
          { left: f.digest.left(`${f.left}1`), right: f.digest.right(`${f.left}1`) },
        ]),
      ),
    } as const,
  ])('[E5] a base of $kind tells who changed', (base) => {
    expect(decide(decideInput({ base, left: left({ a: 'a2' }), right: right({ b_r: 'b2' }) }))).toEqual(
      write({ left: update({ b: 'b2' }), right: update({ a_r: 'a2' }) }),
    );
  });

  test('[E5] without a base every difference is a conflict', () => {
    const prefer = ruled({ kind: 'prefer', side: 'left' });
    for (const base of [
      { kind: 'unknown' },
      { kind: 'digests', fields: {} },
      { kind: 'values', side: 'left', row: { id: '1' } },
    ] as const) {
      const decision = decide(decideInput({ base, lane: prefer, right: right({ a_r: 'a2' }) }));
      expect(decision).toMatchObject({
        kind: 'write',
        right: update({ a_r: 'a1' }),
        account: { fields: [{ left: 'a' }] },
      });
    }
  });

  test('both inserted: differences are conflicts', () => {
    const input = {
      base: { kind: 'absent' },
      lane: ruled({ kind: 'prefer', side: 'right' }),
      right: right({ a_r: 'x' }),
    } as const;
    expect(decide(decideInput(input))).toMatchObject({
      left: update({ a: 'x' }),
      right: null,
      account: { base: null, left: left(), right: right({ a_r: 'x' }) },
    });
  });

  test('[E13] a finer value is not overwritten by its own rounded echo', () => {
    const fine = { kind: 'decimal', precision: 14, scale: 4 } as const;
    const coarse = { kind: 'decimal', precision: 12, scale: 2 } as const;
    const lane = decideLane({
      fields: [decideField('id', { key: true }), decideField('n', {}, { left: fine, right: coarse })],
    });
    const base = { kind: 'values', side: 'left', row: { id: '1', n: '1.5034' } } as const;
    const rows = (l: string, r: string) => ({
      lane,
      base,
      left: { id: '1', n: l },
      right: { id_r: '1', n_r: r },
    });
    expect(decide(decideInput(rows('1.5034', '1.50')))).toEqual({ kind: 'agreed' });
    expect(decide(decideInput(rows('1.5049', '1.50')))).toEqual({ kind: 'agreed' });
    expect(decide(decideInput(rows('1.5034', '2.00')))).toEqual(write({ left: update({ n: '2.0000' }) }));
  });

  test('a value that does not fit fails with the field’s name', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('n', {}, { left: { kind: 'text' }, right: { kind: 'int32' } }),
      ],
    });
    const base = { kind: 'values', side: 'left', row: { id: '1', n: '7' } } as const;
    const input = decideInput({ lane, base, left: { id: '1', n: 'seven' }, right: { id_r: '1', n_r: '7' } });
    expect(() => decide(input)).toThrow(expect.objectContaining({ code: 'CAST_FAILED', detail: 'n → n_r' }));
  });

  test('fields that go one way never conflict: their source is right', () => {
    const lane = decideLane({
      fields: [
        decideField('id', { key: true }),
        decideField('a', { direction: 'forward', rule: { kind: 'hold' } }),
        decideField('b', { direction: 'backward', rule: { kind: 'hold' } }),
      ],
    });
    const differing = { lane, left: left({ a: 'l', b: 'l' }), right: right({ a_r: 'r', b_r: 'r' }) };
    const expected = write({ left: update({ b: 'r' }), right: update({ a_r: 'l' }) });
    expect(decide(decideInput(differing))).toEqual(expected);
    expect(decide(decideInput({ ...differing, first: true }))).toEqual(expected);
    expect(decide(decideInput({ ...differing, base: { kind: 'unknown' } }))).toEqual(expected);
  });
});

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
    expect(decide(decideInput(both))).toEqual({
      kind: 'hold',
      account: {
        base: left(),
        left: both.left,
        right: both.right,
        fields: [
          { left: 'a', right: 'a_r', rule: 'hold', winner: 'held', why: 'The rule leaves it to a person.' },
          {
            left: 'b',
            right: 'b_r',
            rule: 'prefer',
            winner: 'left',
            why: 'The rule prefers the left side. It is written when the rest of the record is decided.',
          },
        ],
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
    const account = (winner: string, why: string) => ({
      base: left(),
      left: left({ a: 'a2' }),
      right: null,
      fields: [{ left: '*', right: '*', rule: 'delete against update', winner, why }],
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
