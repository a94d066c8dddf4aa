import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAbove, type Histogram, histogramSize, mergeHistograms, quantile } from './histogram.ts';
import { BUCKETS, bucketEnd, bucketOf, bucketStart, RELATIVE_ERROR } from './log-buckets.ts';

const duration = fc.double({ min: 0.0625, max: 2 ** 33 - 1, noNaN: true });
const histogramOf = (values: number[]): Histogram => ({
  buckets: values.map(bucketOf),
  counts: values.map(() => 1),
});

test('a duration lies within its bucket, and buckets follow each other without a gap', () => {
  fc.assert(
    fc.property(duration, (value) => {
      const bucket = bucketOf(value);
      expect(bucketStart(bucket)).toBeLessThanOrEqual(value);
      expect(bucketEnd(bucket)).toBeGreaterThan(value);
    }),
  );
  for (let bucket = 1; bucket < BUCKETS - 1; bucket += 1) {
    expect(bucketOf(bucketStart(bucket))).toBe(bucket);
    expect(bucketEnd(bucket)).toBe(bucketStart(bucket + 1));
  }
});

test('what is nothing, negative or beyond all bounds has a bucket too', () => {
  expect([0, -5, Number.NaN, 0.001].map(bucketOf)).toEqual([0, 0, 0, 0]);
  expect([2 ** 33, 1e18, Number.POSITIVE_INFINITY].map(bucketOf)).toEqual(Array(3).fill(BUCKETS - 1));
});

test('a quantile of merged histograms is that of all their values, to within the relative error', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(duration, { maxLength: 40 }), { minLength: 1, maxLength: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (parts, q) => {
        const all = parts.flat().sort((a, b) => a - b);
        const merged = mergeHistograms(parts.map(histogramOf));
        expect(histogramSize(merged)).toBe(all.length);
        const found = quantile(merged, q);
        if (all.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const exact = all[Math.max(1, Math.ceil(q * all.length)) - 1] as number;
        expect(Math.abs((found as number) - exact)).toBeLessThanOrEqual(
          // What is in the first bucket counts as nothing.
          Math.max(exact * RELATIVE_ERROR, bucketEnd(0)),
        );
      },
    ),
  );
});

test('what was above a limit is never understated, and overstated by 3 % of the limit at most', () => {
  fc.assert(
    fc.property(fc.array(duration, { maxLength: 60 }), duration, (values, limit) => {
      const above = countAbove(histogramOf(values), limit);
      expect(above).toBeGreaterThanOrEqual(values.filter((value) => value > limit).length);
      expect(above).toBeLessThanOrEqual(
        values.filter((value) => value >= limit * (1 - 2 * RELATIVE_ERROR)).length,
      );
    }),
  );
});
