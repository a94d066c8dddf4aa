import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldDigest } from './field-digest.ts';

test('digests are stored: they must never change', () => {
  expect([null, '', 'a', 'ab', 'Grace Hopper', '👍', '0'.repeat(40)].map(fieldDigest)).toMatchInlineSnapshot(`
    [
      "-",
      "ab3e7c0b7347a9db",
      "2a681819e3a9ec5e",
      "eb98839c3394f520",
      "532ca9cd6526af84",
      "5e7c3781561b7a48",
      "b2d91fa87fd0f1cb",
    ]
  `);
});

test('different values have different digests, whatever they share', () => {
  const seen = new Map<string, string>();
  for (let n = 0; n < 50_000; n++) seen.set(fieldDigest(String(n)), String(n));
  expect(seen.size).toBe(50_000);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(fieldDigest(a) === fieldDigest(b)).toBe(a === b);
      expect(fieldDigest(a)).toMatch(/^[0-9a-f]{16}$/);
    }),
  );
});

test('neither half alone carries the difference of near values', () => {
  const digests = Array.from({ length: 20_000 }, (_, n) => fieldDigest(`user${n}@example.com`));
  for (const half of [(d: string) => d.slice(0, 8), (d: string) => d.slice(8)]) {
    expect(new Set(digests.map(half)).size).toBeGreaterThan(19_950);
  }
});
