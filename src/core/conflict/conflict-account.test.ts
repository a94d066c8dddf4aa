import { expect, test } from 'vitest';
import { decideField, decideInput, decideLane } from '#testing/decide-fixtures.ts';
import { decide } from './decide.ts';
import type { DecideInput } from './decision.ts';

const fieldsOf = (input: Partial<DecideInput>) => {
  const decision = decide(decideInput(input));
  return decision.kind === 'agreed' ? null : decision.account;
};

test('an account tells what a rule needs to decide again: version, clocks, times, base, tie, and what was left', () => {
  const lane = decideLane({
    version: 7,
    fields: [
      decideField('id', { key: true }),
      decideField('a', { rule: { kind: 'newest', tie: 'right' } }),
      decideField(
        'n',
        { rule: { kind: 'merge', tie: 'left' } },
        { left: { kind: 'int32' }, right: { kind: 'int32' } },
      ),
    ],
  });
  const clock = { left: { offset: 5, uncertainty: 1 }, right: { offset: 0, uncertainty: 2 } };
  const account = fieldsOf({
    lane,
    clock,
    base: { kind: 'values', side: 'right', row: { id_r: '1', a_r: 'a1', n_r: '10' } },
    left: { id: '1', a: 'L', n: '12' },
    right: { id_r: '1', a_r: 'R', n_r: '15' },
    touched: { left: { a: 1000, n: 900 }, right: { a: 2000 } },
  });
  expect(account).toMatchObject({
    version: 7,
    clock,
    fields: [
      {
        left: 'a',
        winner: 'right',
        tie: 'right',
        times: { left: 1000, right: 2000 },
        base: { left: 'a1', right: 'a1' },
        stands: { left: 'R', right: 'R' },
      },
      {
        left: 'n',
        winner: 'merged',
        tie: 'left',
        times: { left: 900, right: null },
        base: { left: '10', right: '10' },
        stands: { left: '17', right: '17' },
      },
    ],
  });
});

test('a value that stands is told as each side spells it', () => {
  const lane = decideLane({
    fields: [
      decideField('id', { key: true }),
      decideField(
        'p',
        { rule: { kind: 'prefer', side: 'left' } },
        {
          left: { kind: 'decimal', precision: 9, scale: 2 },
          right: { kind: 'decimal', precision: 9, scale: 4 },
        },
      ),
    ],
  });
  const account = fieldsOf({
    lane,
    base: { kind: 'unknown' },
    left: { id: '1', p: '2.50' },
    right: { id_r: '1', p_r: '3.0000' },
  });
  expect(account?.fields).toMatchObject([{ base: null, stands: { left: '2.50', right: '2.5000' } }]);
});

test('a person who decided is named', () => {
  const decision = { fields: { a: 'right' as const }, record: null, by: 'Ada', at: 0 };
  const account = fieldsOf({
    decision,
    left: { id: '1', a: 'L', b: 'b1' },
    right: { id_r: '1', a_r: 'R', b_r: 'b1' },
  });
  expect(account?.fields).toMatchObject([{ winner: 'right', by: 'Ada' }]);
});

test('two whole rows are told as they were read, not as the mixture that was refused', () => {
  const rows = { left: { id: '1', a: 'L', b: 'b1' }, right: { id_r: '1', a_r: 'a1', b_r: 'R' } };
  const account = fieldsOf({
    left: { id: '1', a: 'L', b: 'R' },
    right: rows.right,
    touched: { left: { a: 10 }, right: { b: 20 } },
    whole: { ...rows, why: 'Refused.' },
  });
  expect(account).toMatchObject({
    left: rows.left,
    right: rows.right,
    fields: [
      { left: 'a', scope: 'row', times: { left: 10, right: 20 }, stands: { left: 'a1', right: 'a1' } },
      { left: 'b', scope: 'row', stands: { left: 'R', right: 'R' } },
    ],
  });
});
