import { z } from 'zod';
import { BUCKETS, bucketEnd, bucketStart } from './log-buckets.ts';

/**
 * How often durations fell into each bucket of `log-buckets.ts`, sparse: `counts[i]` of them in `buckets[i]`. Two
 * histograms are merged by putting one behind the other; a bucket may be named more than once.
 */
export const Histogram = z.object({ buckets: z.array(z.int()), counts: z.array(z.int()) });
export type Histogram = z.infer<typeof Histogram>;

/** One histogram of many, each bucket once, in order. */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const dense = new Map<number, number>();
  for (const { buckets, counts } of histograms) {
    for (const [index, bucket] of buckets.entries()) {
      dense.set(bucket, (dense.get(bucket) ?? 0) + (counts[index] as number));
    }
  }
  const sorted = [...dense].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  return { buckets: sorted.map(([bucket]) => bucket), counts: sorted.map(([, count]) => count) };
}

/** How many durations were counted. */
export function histogramSize({ counts }: Histogram): number {
  let size = 0;
  for (const count of counts) size += count;
  return size;
}

/**
 * The duration that a share of all is not above, milliseconds, to within 1.6 % (`RELATIVE_ERROR`); null where nothing
 * was counted.
 * @param histogram a merged one: each bucket once, in order.
 * @param q 0 to 1.
 */
export function quantile(histogram: Histogram, q: number): number | null {
  const size = histogramSize(histogram);
  if (size === 0) return null;
  const rank = Math.max(1, Math.ceil(q * size));
  let seen = 0;
  for (const [index, count] of histogram.counts.entries()) {
    seen += count;
    if (seen >= rank) return middleOf(histogram.buckets[index] as number);
  }
  return null;
}

/**
 * How many durations were longer. A bucket that the limit divides counts in full, so that what broke a target is
 * never understated; up to 3 % of the limit below it may be counted with it.
 */
export function countAbove({ buckets, counts }: Histogram, milliseconds: number): number {
  let above = 0;
  for (const [index, bucket] of buckets.entries()) {
    if (bucketEnd(bucket) > milliseconds) above += counts[index] as number;
  }
  return above;
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  return bucket >= BUCKETS - 1 ? bucketStart(bucket) : (bucketStart(bucket) + bucketEnd(bucket)) / 2;
}
