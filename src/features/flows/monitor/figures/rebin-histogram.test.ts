import { expect, test } from 'vitest';
import { bucketOf } from '#core/figures/log-buckets.ts';
import { barPlace, barStart, rebinHistogram } from './rebin-histogram.ts';

const histogram = (...values: number[]) => ({ buckets: values.map(bucketOf), counts: values.map(() => 1) });

test('every count lands in the bar of its duration, and the bars have no gaps', () => {
  const bars = rebinHistogram(histogram(10, 10, 11, 30, 500), null);
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(5);
  expect(bars.map(({ bar }) => bar - (bars[0]?.bar ?? 0))).toEqual(bars.map((_, index) => index));
  const of = (value: number) =>
    bars.find(({ bar }) => barStart(bar) <= value && barStart(bar + 1) > value)?.count;
  expect([of(10), of(30), of(500), of(100)]).toEqual([3, 1, 1, 0]);
});

test('the axis reaches as far as a target that nothing came near', () => {
  const bars = rebinHistogram(histogram(10), 2_000);
  expect(bars.at(-1)?.bar).toBeGreaterThan(barPlace(2_000));
  expect(rebinHistogram(histogram(10), 1)[0]?.bar).toBe(barPlace(1));
  expect(rebinHistogram(histogram(), 2_000)).toEqual([]);
});
