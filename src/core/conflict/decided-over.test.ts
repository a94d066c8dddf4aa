import { expect, test } from 'vitest';
import { decideField } from '#testing/decide-fixtures.ts';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import { decidedOver, isStillOver } from './decided-over.ts';

const fields = [decideField('id', { key: true }), decideField('a'), decideField('b')];
const left = { id: '1', a: 'L', b: 'same' };
const right = { id_r: '1', a_r: 'R', b_r: 'same' };
const account = {
  ...{ base: null, left, right },
  fields: [{ left: 'a', right: 'a_r', rule: 'hold', winner: 'held', why: '' }],
} satisfies ConflictAccount;
const decision = { record: null, by: 'Ada', at: 1 };

test('a decision over a field is over what both sides held of it, and of nothing else', () => {
  const over = decidedOver(account, { fields: { a: 'left' } });
  expect(over).toEqual({ left: { a: 'L' }, right: { a_r: 'R' } });
  const made = { ...decision, fields: { a: 'left' as const }, over };
  expect(isStillOver(made, fields, { left: { ...left, b: 'newer' }, right })).toBe(true);
  expect(isStillOver(made, fields, { left, right: { ...right, a_r: 'newer' } })).toBe(false);
  expect(isStillOver(made, fields, { left: null, right })).toBe(false);
});

test('one over a record that a side deleted is over the whole of it, and of its absence', () => {
  const over = decidedOver({ ...account, right: null }, { fields: {} });
  const made = { ...decision, fields: {}, record: 'delete' as const, over };
  expect(isStillOver(made, fields, { left, right: null })).toBe(true);
  expect(isStillOver(made, fields, { left: { ...left, b: 'newer' }, right: null })).toBe(false);
  expect(isStillOver(made, fields, { left, right })).toBe(false);
});

test('one that says nothing of it, and one over what was decided once before, holds whatever they hold', () => {
  expect(decidedOver({ ...account, replaces: ['1'] }, { fields: { a: 'left' } })).toBeUndefined();
  expect(isStillOver({ ...decision, fields: {} }, fields, { left: null, right: null })).toBe(true);
});
