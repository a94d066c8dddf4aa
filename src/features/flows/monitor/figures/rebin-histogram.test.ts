import { expect, test } from 'vitest';
import { bucketOf } from '#core/figures/log-buckets.ts';
import { barPlace, barStart, brushedDurations, durationPlaces, rebinHistogram } from './rebin-histogram.ts';

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

test('a brush takes the bars that it touches, whole, and is drawn over just these', () => {
  // The bars 13 and 14 stand around 13 and 14.
  const durations = brushedDurations({ from: 12.7, to: 14.2 });
  expect(durations.from).toBeCloseTo(barStart(13), 1);
  expect(durations.to).toBeCloseTo(barStart(15), 1);
  const places = durationPlaces(durations);
  expect(places.from).toBeCloseTo(12.5, 1);
  expect(places.to).toBeCloseTo(14.5, 1);
  expect(brushedDurations({ from: -0.7, to: 0.2 })).toEqual({ from: 0, to: 1.41 });
  expect(durationPlaces({ from: 0, to: 2 })).toEqual({ from: -0.5, to: 1.5 });
});
