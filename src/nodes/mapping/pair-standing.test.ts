import { expect, test } from 'vitest';
import type { PairDecision } from '#core/flow/pair-decision.ts';
import { optionalField } from '#testing/flow-fixtures.ts';
import type { PairRow } from './mapping-rows.ts';
import { awaitsPerson, causesOf } from './pair-standing.ts';

const at = '2026-01-01T00:00:00.000Z';
const row = (decision: PairDecision | undefined): PairRow => ({
  kind: 'pair',
  id: 'a b',
  index: 0,
  pair: { left: 'a', right: 'b', decision },
  match: false,
  left: optionalField('a', { kind: 'text' }),
  right: optionalField('b', { kind: 'text' }),
  direction: 'both',
  cast: null,
  problems: [],
  trips: [],
});

test('a pair waits for a person where it took itself, was renamed, or has another type than when it was decided on', () => {
  expect(awaitsPerson(row(undefined))).toBe(false);
  expect(awaitsPerson(row({ kind: 'drawn' }))).toBe(false);
  expect(awaitsPerson(row({ kind: 'automatic' }))).toBe(true);
  const renamed = row({ kind: 'accepted', reopened: { at, cause: 'a is called b now.' } });
  expect([awaitsPerson(renamed), causesOf(renamed)]).toEqual([true, ['a is called b now.']]);
  const retyped = row({ kind: 'accepted', types: { left: 'text', right: 'int' } });
  expect([awaitsPerson(retyped), causesOf(retyped)]).toEqual([true, ['b was int, and is text now.']]);
  expect(awaitsPerson(row({ kind: 'accepted', types: { left: 'text', right: 'text' } }))).toBe(false);
});
