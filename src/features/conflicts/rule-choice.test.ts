import { expect, test } from 'vitest';
import { asksForTie, nothingRuled, toReDecide } from './rule-choice.ts';

test('choices become the action that the API takes', () => {
  expect(toReDecide(nothingRuled)).toBeNull();
  expect(toReDecide({ ...nothingRuled, rule: 'newest', tie: 'right' })).toEqual({
    kind: 're-decide',
    rule: { kind: 'newest', tie: 'right' },
  });
  expect(
    toReDecide({ rule: null, tie: 'left', fields: { tags: 'merge', name: 'left' }, deletes: 'hold' }),
  ).toEqual({
    kind: 're-decide',
    fields: { tags: { kind: 'merge', tie: 'left' }, name: { kind: 'prefer', side: 'left' } },
    deletes: 'hold',
  });
});

test('a tie side is asked for where a rule goes by times', () => {
  expect(asksForTie({ ...nothingRuled, rule: 'left', fields: { a: 'hold' } })).toBe(false);
  expect(asksForTie({ ...nothingRuled, rule: 'left', fields: { a: 'oldest' } })).toBe(true);
});
