import type { Metric } from 'prom-client';
import type { Histogram } from '#core/figures/histogram.ts';
import { bucketEnd, bucketStart } from '#core/figures/log-buckets.ts';

/** Upper ends of the buckets, seconds: from what is not felt to what is a day's work. */
export const durationBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400,
];

export type LabelledHistogram = { labels: Record<string, string>; histogram: Histogram };

/**
 * A histogram of durations that was counted elsewhere, as prom-client takes its own: our fine buckets (3 % wide) are
 * added up into coarse ones. One that an end divides counts above it, so that nothing seems faster than it was.
 */
export function storedHistogram(name: string, help: string, series: readonly LabelledHistogram[]): Metric {
  const values = series.flatMap(({ labels, histogram }) => {
    const { counts, sum, all } = coarse(histogram);
    const ends = [...durationBuckets.map(String), '+Inf'];
    return [
      ...ends.map((le, index) => ({
        labels: { ...labels, le },
        value: counts[index] ?? all,
        metricName: `${name}_bucket`,
      })),
      { labels, value: sum, metricName: `${name}_sum` },
      { labels, value: all, metricName: `${name}_count` },
    ];
  });
  // prom-client asks no more of a metric than this.
  return {
    name,
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values }),
  } as unknown as Metric;
}

/** Counts at or below each end, and the sum in seconds, to within the width of a fine bucket. */
function coarse({ buckets, counts }: Histogram): { counts: number[]; sum: number; all: number } {
  const within = durationBuckets.map(() => 0);
  let sum = 0;
  let all = 0;
  for (const [index, bucket] of buckets.entries()) {
    const count = counts[index] ?? 0;
    const end = bucketEnd(bucket);
    const from = bucketStart(bucket) / 1000;
    all += count;
    sum += count * (Number.isFinite(end) ? (from + end / 1000) / 2 : from);
    for (const [place, limit] of durationBuckets.entries())
      if (end / 1000 <= limit) within[place] = (within[place] ?? 0) + count;
  }
  return { counts: within, sum, all };
}
