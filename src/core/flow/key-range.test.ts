import { expect, test } from 'vitest';
import type { NeutralType } from '../values/neutral-type.ts';
import { keyRange } from './key-range.ts';
import type { Lane } from './lane.ts';

function lane(keys: [string, string, NeutralType, NeutralType?][], link?: Lane['link']): Lane {
  const end = (names: [string, NeutralType][]) => ({
    stream: { name: 'public.t', fields: names.map(([name, type]) => ({ name, type })) },
  });
  return {
    left: end(keys.map(([left, , type]) => [left, type])),
    right: end(keys.map(([, right, type, other]) => [right, other ?? type])),
    fields: [
      ...keys.map(([left, right]) => ({ left, right, key: true })),
      { left: 'v', right: 'w', key: false },
    ],
    ...(link ? { link } : {}),
  } as unknown as Lane;
}

const int: NeutralType = { kind: 'int32' };

test('a range of keys is the same on both sides, under their own names', () => {
  const composite = lane([
    ['a', 'x', int],
    ['b', 'y', { kind: 'uuid' }],
  ]);
  expect(keyRange(composite, 'right', { from: ['1', 'u'], to: null })).toEqual({
    left: { kind: 'range', lower: { key: { a: '1', b: 'u' }, inclusive: true }, upper: null },
    right: { kind: 'range', lower: { key: { x: '1', y: 'u' }, inclusive: true }, upper: null },
  });
  expect(keyRange(composite, 'left', { from: null, to: null })).toBe(null);
});

test('a range is refused where it would mean something else on the other side', () => {
  const range = { from: ['a'], to: null };
  const refused = [
    lane([['a', 'x', { kind: 'text' }]]),
    lane([['a', 'x', int, { kind: 'int64' }]]),
    lane([['a', 'x', int]], { by: [] }),
    lane([
      ['a', 'x', int],
      ['b', 'y', int],
    ]),
  ];
  for (const each of refused) expect(() => keyRange(each, 'left', range)).toThrow(/take all|A key of/);
});
