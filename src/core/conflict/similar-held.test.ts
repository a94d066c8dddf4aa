import { expect, test } from 'vitest';
import type { ConflictAccount } from '../ledger/ledger-entry.ts';
import { isSimilarHeld, likenessOf } from './similar-held.ts';

const field = (left: string, winner: 'held' | 'left' = 'held', rule = 'hold') => ({
  ...{ left, right: `${left}_r`, rule, winner, why: '' },
});
const held = (more: Partial<ConflictAccount> = {}): ConflictAccount => ({
  base: { note: 'old' },
  left: { note: 'L' },
  right: { note_r: 'R' },
  fields: [field('note')],
  ...more,
});

test('conflicts are alike by the fields that wait and their rules, whatever their order and what was decided', () => {
  const two = held({ fields: [field('note'), field('city'), field('name', 'left')] });
  expect(likenessOf(two)).toEqual({
    fields: [
      { left: 'city', rule: 'hold' },
      { left: 'note', rule: 'hold' },
    ],
    gone: null,
  });
  expect(isSimilarHeld(two, held({ fields: [field('city'), field('note')] }))).toBe(true);
  expect(isSimilarHeld(two, held())).toBe(false);
  expect(isSimilarHeld(held(), held({ fields: [field('note', 'held', 'first meeting, hold')] }))).toBe(false);
});

test('a deletion is like deletions on the same side alone', () => {
  const gone = { ...field('*', 'held', 'delete against update'), right: '*' };
  const left = held({ left: null, fields: [gone] });
  expect(isSimilarHeld(left, held({ left: null, fields: [gone], right: { note_r: 'S' } }))).toBe(true);
  expect(isSimilarHeld(left, held({ right: null, fields: [gone] }))).toBe(false);
});

test('a deletion is narrowed by all that the other side holds, whatever the order', () => {
  const gone = { ...field('*', 'held', 'delete against update'), right: '*' };
  const of = (right: Record<string, string>) => held({ left: null, fields: [gone], right });
  expect(isSimilarHeld(of({ a: '1', b: '2' }), of({ b: '2', a: '1' }), ['right', 'left'])).toBe(true);
  expect(isSimilarHeld(of({ a: '1', b: '2' }), of({ a: '1', b: '3' }), ['right'])).toBe(false);
});

test('they are narrowed to those with the same values', () => {
  const other = held({ left: { note: 'M' } });
  expect(isSimilarHeld(held(), other)).toBe(true);
  expect(isSimilarHeld(held(), other, ['left'])).toBe(false);
  expect(isSimilarHeld(held(), other, ['right', 'base'])).toBe(true);
  expect(isSimilarHeld(held(), held({ right: { note_r: 'S' } }), ['right'])).toBe(false);
});
