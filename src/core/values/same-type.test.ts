import { expect, test } from 'vitest';
import type { NeutralType } from './neutral-type.ts';
import { sameType } from './same-type.ts';

/** As PostgreSQL's jsonb has it: shorter names first, then by their bytes. */
const stored = (type: NeutralType): NeutralType =>
  Object.fromEntries(
    Object.entries(type)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
      .map(([key, value]) => [key, key === 'of' ? stored(value) : value]),
  ) as NeutralType;

test.each<NeutralType>([
  { kind: 'text', max: 2 },
  { kind: 'text', max: undefined },
  { kind: 'decimal', precision: 12, scale: 2 },
  { kind: 'array', of: { kind: 'text', max: 7 } },
  { kind: 'enum', values: ['b', 'a'] },
])('a type is what it was in the store: %j', (type) => {
  expect(sameType(stored(type), type)).toBe(true);
  expect(sameType(type, undefined)).toBe(false);
});

test('every setting counts', () => {
  expect(sameType({ kind: 'text', max: 2 }, { kind: 'text', max: 3 })).toBe(false);
  expect(sameType({ kind: 'text', max: 2 }, { kind: 'text' })).toBe(false);
  expect(sameType({ kind: 'enum', values: ['b', 'a'] }, { kind: 'enum', values: ['a', 'b'] })).toBe(false);
  const list = (max: number): NeutralType => ({ kind: 'array', of: { kind: 'text', max } });
  expect(sameType(list(1), list(2))).toBe(false);
});
