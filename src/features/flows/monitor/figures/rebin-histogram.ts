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
