/** What is told of a set of times. */
export type Quantiles = { p50: number; p95: number; p99: number; max: number };

/** Of unsorted times, in their own unit. Throws when there are none: nothing was measured then. */
export function quantiles(times: number[]): Quantiles {
  if (times.length === 0) throw new Error('no times were measured');
  const sorted = times.toSorted((a, b) => a - b);
  const at = (q: number) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
