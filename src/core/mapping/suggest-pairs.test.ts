import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { confidenceBand, defaultThresholds } from './confidence-band.ts';
import type { StreamSide } from './stream-side.ts';
import { suggestPairs } from './suggest-pairs.ts';

const text: NeutralType = { kind: 'text' };
const int: NeutralType = { kind: 'int32' };
const side = (name: string, ...fields: string[]): StreamSide => ({
  name,
  fields: fields.map((each) => ({ name: each })),
});
const accepted = (left: StreamSide, right: StreamSide) =>
  suggestPairs(left, right)
    .pairs.filter(({ confidence }) => confidenceBand(confidence, defaultThresholds) === 'accept')
    .map((pair) => `${pair.left} ${pair.right}`);

test('names are read: case, marks, words written as one, abbreviations and synonyms', () => {
  expect(
    accepted(
      side('contacts', 'firstname', 'LastName', 'zip', 'createdate', 'cust_no', 'accountOwner', 'qty'),
      side(
        'people',
        'given_name',
        'surname',
        'postal_code',
        'inserted_at',
        'customer_number',
        'owner',
        'Quantity',
      ),
    ),
  ).toEqual([
    'firstname given_name',
    'LastName surname',
    'zip postal_code',
    'createdate inserted_at',
    'cust_no customer_number',
    'accountOwner owner',
    'qty Quantity',
  ]);
});

test('labels count, and the word that a system puts on all its fields does not', () => {
  const left: StreamSide = {
    name: 'deal',
    fields: [
      { name: 'xy_next', label: 'Next Step' },
      { name: 'xy_prob', label: 'Probability' },
      { name: 'xy_77', label: 'Amount' },
    ],
  };
  expect(accepted(left, side('opportunity', 'probability', 'amount', 'next_step', 'stage'))).toEqual([
    'xy_next next_step',
    'xy_prob probability',
    'xy_77 amount',
  ]);
});

test('a suggestion says why, with the strongest evidence first', () => {
  const left = streamOf('orders', [optionalField('id', int), optionalField('qty', int)]);
  const right = streamOf('purchases', [optionalField('id', int), optionalField('quantity', int)]);
  const { pairs, ranked, matcher } = suggestPairs(left, right, [
    { left: 'quantity', right: 'qty', verdict: 'accepted', times: 2 },
  ]);
  expect(matcher).toMatch(/\d/);
  expect(pairs.map(({ reason }) => reason)).toEqual([
    'the names are equal; both are the primary key; the types are the same',
    "accepted 2 times before; names share 'qty' is 'quantity'; the types are the same",
  ]);
  expect(pairs.flatMap(({ evidence }) => evidence.map(({ kind }) => kind))).toContain('past');
  expect(ranked.map(({ left: name, candidates }) => [name, candidates[0]?.right])).toEqual([
    ['id', 'id'],
    ['qty', 'quantity'],
  ]);
});

test('what has no cast is not suggested, a date is no flag, and what was rejected is left alone', () => {
  const left = streamOf('a', [optionalField('id', int), optionalField('b', { kind: 'json' })]);
  const right = streamOf('a', [optionalField('id', int), optionalField('b', int)]);
  expect(suggestPairs(left, right).pairs.map((pair) => pair.left)).toEqual(['id']);
  const flag = streamOf('a', [optionalField('id', int), optionalField('deleted', { kind: 'boolean' })]);
  const moment = streamOf('a', [optionalField('id', int), optionalField('deleted_at', { kind: 'date' })]);
  expect(accepted(flag, moment)).toEqual(['id id']);
  const names = side('a', 'colour', 'size');
  const rejected = suggestPairs(names, names, [
    { left: 'size', right: 'size', verdict: 'rejected', times: 3 },
  ]);
  const sure = rejected.pairs.filter(({ confidence }) => confidence >= defaultThresholds.accept);
  expect(sure.map((pair) => pair.left)).toEqual(['colour']);
});

const name = fc.constantFrom(
  ...[
    'id',
    'ID',
    'Name',
    'first_name',
    'FirstName',
    'zip',
    'postal_code',
    'created_at',
    'createdate',
    'owner',
  ],
  ...[
    'email',
    'e_mail',
    'hs_x',
    'über',
    '名前',
    '',
    '__',
    'a1b2',
    'amount',
    'total_price',
    'is_paid',
    'phone',
  ],
);
const type = fc.option(fc.constantFrom<NeutralType>(text, int, { kind: 'json' }), { nil: undefined });
const sides = fc
  .uniqueArray(fc.record({ name, type }), { selector: (field) => field.name, maxLength: 14 })
  .map((fields): StreamSide => ({ name: 'public.things', fields }));

test('whatever the names, every field is in one pair at most, and the same comes out each time', () => {
  fc.assert(
    fc.property(sides, sides, (left, right) => {
      const found = suggestPairs(left, right);
      expect(new Set(found.pairs.map((pair) => pair.left)).size).toBe(found.pairs.length);
      expect(new Set(found.pairs.map((pair) => pair.right)).size).toBe(found.pairs.length);
      for (const { confidence } of found.pairs) {
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
      for (const { candidates } of found.ranked) {
        expect(candidates.length).toBeLessThanOrEqual(3);
      }
      expect(suggestPairs(left, right)).toEqual(found);
    }),
  );
});

test('fields that have nothing to do with it change no pair that is sure', () => {
  const left = side('contact', 'firstname', 'lastname', 'email', 'zip', 'city', 'owner_id', 'createdate');
  const right = side(
    'person',
    'given_name',
    'surname',
    'mail',
    'postcode',
    'town',
    'responsible',
    'created_at',
  );
  const before = accepted(left, right);
  expect(before).toHaveLength(7);
  const strange = fc.uniqueArray(fc.stringMatching(/^[jkqvwxz]{6,10}$/), { maxLength: 30 });
  fc.assert(
    fc.property(strange, strange, (more, others) => {
      const wide = (one: StreamSide, names: string[]): StreamSide => ({
        ...one,
        fields: [...one.fields, ...names.map((each) => ({ name: each }))],
      });
      expect(accepted(wide(left, more), wide(right, others)).slice(0, before.length)).toEqual(before);
    }),
    { numRuns: 40 },
  );
});
