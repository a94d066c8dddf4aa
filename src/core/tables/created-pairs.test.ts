import { expect, test } from 'vitest';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { createdPairs } from './created-pairs.ts';
import type { DerivedTable } from './derived-table.ts';

const field = (name: string, type: NeutralType, readOnly = false) => optionalField(name, type, { readOnly });
const derived = {
  source: 'crm.t',
  fields: ['id', 'shout', 'place', 'gone', 'text'].map((source) => ({ source, name: source.toUpperCase() })),
  match: [['id', 'ID']],
} as unknown as DerivedTable;

test('pairs join what is there now, the ways that values can go; the key goes the way of the mapping', () => {
  const source = streamOf('crm.t', [
    field('id', { kind: 'int32' }, true),
    field('shout', { kind: 'text' }, true),
    field('place', { kind: 'native', name: 'point' }),
    field('gone', { kind: 'text' }),
    field('text', { kind: 'text' }),
  ]);
  const made = streamOf('t', [
    field('ID', { kind: 'int64' }),
    field('SHOUT', { kind: 'text' }),
    field('PLACE', { kind: 'text' }),
    field('TEXT', { kind: 'text', max: 5 }),
  ]);
  const { match, pairs, ...names } = createdPairs(derived, source, made, 'crm');
  expect(names).toEqual({ source: 'crm.t', stream: 't' });
  expect(match).toEqual([['id', 'ID']]);
  expect(pairs.map(({ decision: _, ...pair }) => pair)).toEqual([
    { left: 'id', right: 'ID' },
    { left: 'shout', right: 'SHOUT', direction: 'forward' },
    { left: 'text', right: 'TEXT' },
  ]);
  expect(pairs[0]?.decision).toEqual({ kind: 'created', reason: 'Created from id of crm.t in crm.' });
  const without = { ...made, fields: made.fields.filter(({ name }) => name !== 'ID') };
  expect(createdPairs(derived, source, without, 'crm').match).toEqual([]);
});
