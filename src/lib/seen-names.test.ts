import { expect, test } from 'vitest';
import { SeenNames } from './seen-names.ts';

test('no name that came before is taken for a new one, and next to no new one for one that came before', () => {
  const seen = new SeenNames();
  const names = Array.from({ length: 100_000 }, (_, i) => `orders:customers ["${i}","de"]`);
  const mistaken = names.filter((name) => seen.add(name));
  expect(mistaken.length).toBeLessThan(10);
  expect(names.every((name) => seen.add(name))).toBe(true);
  expect(seen.add('')).toBe(false);
  expect(seen.add('')).toBe(true);
});
