import type { Histogram } from '#core/figures/histogram.ts';
import { bucketStart } from '#core/figures/log-buckets.ts';

/** Bars for each doubling of the time. */
const PER_DOUBLING = 2;

export type DurationBar = {
  /** Number of the bar on the axis: `barOf` its beginning. */
  bar: number;
  count: number;
};

/** Where a duration lies on the axis, counted in bars; its whole part names the bar. @param milliseconds above 0. */
export function barPlace(milliseconds: number): number {
  return Math.log2(milliseconds) * PER_DOUBLING;
}

/** The least duration of a bar, milliseconds. */
export function barStart(bar: number): number {
  return 2 ** (bar / PER_DOUBLING);
}

/** The durations of the bars that a brush touches, milliseconds; a bar stands in the middle of its place. */
export function brushedDurations({ from, to }: { from: number; to: number }): { from: number; to: number } {
  const first = Math.floor(from + 0.5);
  const last = Math.floor(to + 0.5);
  // What is next to nothing stands with what took a millisecond.
  const rounded = (bar: number) => +barStart(bar).toFixed(2);
  return { from: first <= 0 ? 0 : rounded(first), to: rounded(Math.max(0, last) + 1) };
}

/** Where these durations lie on the axis. */
export function durationPlaces({ from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from: (from <= 1 ? 0 : barPlace(from)) - 0.5, to: barPlace(to) - 0.5 };
}

/**
 * A histogram in few enough bars to be looked at, those without a count among them, from the first to the last with one,
 * and as far as `upTo`.
 * @param upTo a duration that the axis shows in any case, milliseconds.
 */
export function rebinHistogram({ buckets, counts }: Histogram, upTo: number | null): DurationBar[] {
  const sums = new Map<number, number>();
  for (const [index, bucket] of buckets.entries()) {
    // What is next to nothing is shown with what took a millisecond.
    const bar = Math.floor(barPlace(Math.max(1, bucketStart(bucket))));
    sums.set(bar, (sums.get(bar) ?? 0) + (counts[index] ?? 0));
  }
  if (sums.size === 0) return [];
  const limit = upTo === null ? [] : [Math.floor(barPlace(upTo)), Math.floor(barPlace(upTo)) + 1];
  const shown = [...sums.keys(), ...limit];
  const first = Math.min(...shown);
  const last = Math.max(...shown);
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    bar: first + i,
    count: sums.get(first + i) ?? 0,
  }));
}
