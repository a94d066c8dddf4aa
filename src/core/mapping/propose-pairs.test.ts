import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optionalField, streamOf } from '#testing/flow-fixtures.ts';
import { castKind } from '../values/cast-table.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { proposePairs } from './propose-pairs.ts';

const text: NeutralType = { kind: 'text' };
const int: NeutralType = { kind: 'int32' };
const stream = (...fields: [string, NeutralType][]) =>
  streamOf(
    's',
    fields.map(([name, type]) => optionalField(name, type)),
  );

test('names are compared without case and word marks', () => {
  const left = stream(['id', int], ['createdAt', text], ['E-Mail', text], ['name', text]);
  const right = stream(['email', text], ['created_at', text], ['ID', int], ['names', text]);
  expect(proposePairs(left, right)).toEqual([
    {
      left: 'id',
      right: 'ID',
      kind: 'identity',
      reason: 'The names are equal but for case and word marks; the types are the same.',
    },
    expect.objectContaining({ left: 'createdAt', right: 'created_at' }),
    expect.objectContaining({ left: 'E-Mail', right: 'email' }),
  ]);
});

test('types that cannot be cast are not proposed, others say what the cast does', () => {
  const left = stream(['a', int], ['b', { kind: 'json' }], ['c', text]);
  const right = stream(['a', { kind: 'int64' }], ['b', int], ['c', { kind: 'native', name: 'point' }]);
  expect(proposePairs(left, right)).toEqual([
    {
      left: 'a',
      right: 'a',
      kind: 'widening',
      reason: 'The names are equal; int32 can be cast to int64 (widening).',
    },
  ]);
});

test('a name that could mean several fields pairs only with an equal spelling', () => {
  const two: [string, NeutralType][] = [
    ['user_id', text],
    ['userId', text],
  ];
  expect(proposePairs(stream(...two), stream(['userid', text]))).toEqual([]);
  expect(proposePairs(stream(['userid', text]), stream(...two))).toEqual([]);
  expect(proposePairs(stream(...two), stream(...two)).map((pair) => [pair.left, pair.right])).toEqual([
    ['user_id', 'user_id'],
    ['userId', 'userId'],
  ]);
});

test('every field is proposed at most once, and only where it can be cast', () => {
  const name = fc.constantFrom('id', 'ID', 'i_d', 'Name', 'name', 'first_name', 'firstName', 'FIRSTNAME');
  const type = fc.constantFrom<NeutralType>(text, int, { kind: 'json' }, { kind: 'native', name: 'x' });
  const streams = fc
    .uniqueArray(fc.tuple(name, type), { selector: ([n]) => n })
    .map((fields) => stream(...fields));
  fc.assert(
    fc.property(streams, streams, (left, right) => {
      const pairs = proposePairs(left, right);
      expect(new Set(pairs.map((pair) => pair.left)).size).toBe(pairs.length);
      expect(new Set(pairs.map((pair) => pair.right)).size).toBe(pairs.length);
      for (const pair of pairs) {
        const a = left.fields.find((field) => field.name === pair.left);
        const b = right.fields.find((field) => field.name === pair.right);
        expect(a && b && castKind(a.type, b.type)).toEqual({ kind: pair.kind });
      }
    }),
  );
});
