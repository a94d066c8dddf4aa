import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assign.ts';

/** The largest sum of worths over every way to pair rows with columns or leave them alone. */
function bruteForce(worth: Float64Array, rows: number, columns: number, row = 0, taken = 0): number {
  if (row === rows) return 0;
  let best = bruteForce(worth, rows, columns, row + 1, taken);
  for (let column = 0; column < columns; column += 1) {
    if (taken & (1 << column)) continue;
    const rest = bruteForce(worth, rows, columns, row + 1, taken | (1 << column));
    best = Math.max(best, (worth[row * columns + column] as number) + rest);
  }
  return best;
}

const matrices = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      worth: fc.array(fc.integer({ min: -3, max: 9 }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      }),
    }),
  );

test('no other assignment is worth more, each column is taken once, and no pair is worth nothing', () => {
  fc.assert(
    fc.property(matrices, ({ rows, columns, worth }) => {
      const given = Float64Array.from(worth);
      const columnOf = assign(given, rows, columns);
      const pairs = [...columnOf].flatMap((column, row) => (column < 0 ? [] : [{ row, column }]));
      expect(columnOf).toHaveLength(rows);
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
      const worths = pairs.map(({ row, column }) => given[row * columns + column] as number);
      for (const each of worths) expect(each).toBeGreaterThan(0);
      expect(worths.reduce((sum, each) => sum + each, 0)).toBe(bruteForce(given, rows, columns));
    }),
    { numRuns: 500 },
  );
});

test('a large assignment takes no time to speak of', () => {
  const size = 450;
  let seed = 1;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  const worth = Float64Array.from({ length: size * size }, next);
  const columnOf = assign(worth, size, size);
  expect(new Set(columnOf).size).toBe(size);
});
