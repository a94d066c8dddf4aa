import { type Histogram, quantile } from '#core/figures/histogram.ts';
import { BUCKETS, bucketOf } from '#core/figures/log-buckets.ts';

/** The last minute is forgotten in slices of ten seconds. */
const SLICES = 6;
const SLICE_MICROS = 10e6;

/**
 * Durations of one kind: those of the last minute or so, and those since they were last taken. Adding one costs two
 * additions in tables that are made once, and allocates nothing.
 */
export class DurationMeter {
  readonly #slices = Array.from({ length: SLICES }, () => new Float64Array(BUCKETS));
  readonly #fresh = new Float64Array(BUCKETS);
  #hasFresh = false;
  /** Number of the present slice since 1970. */
  #present = 0;

  /** @param now microseconds. @param count how many had this duration. */
  add(milliseconds: number, count: number, now: number): void {
    const slice = this.#turnTo(now);
    const bucket = bucketOf(milliseconds);
    (slice[bucket] as number) += count;
    (this.#fresh[bucket] as number) += count;
    this.#hasFresh = true;
  }

  /** Of the last minute, in whole slices; null when there was none. */
  quantile(q: number, now: number): number | null {
    this.#turnTo(now);
    const all = new Float64Array(BUCKETS);
    for (const slice of this.#slices)
      for (let i = 0; i < BUCKETS; i += 1) (all[i] as number) += slice[i] as number;
    return quantile(sparse(all), q);
  }

  /** What was added since this was last called; null when nothing was. */
  take(): Histogram | null {
    if (!this.#hasFresh) return null;
    const taken = sparse(this.#fresh);
    this.#fresh.fill(0);
    this.#hasFresh = false;
    return taken;
  }

  /** Forgets the slices that are over. @returns the present one. */
  #turnTo(now: number): Float64Array {
    const present = Math.floor(now / SLICE_MICROS);
    const passed = present - this.#present;
    if (passed > 0) {
      for (let back = 0; back < Math.min(passed, SLICES); back += 1) {
        (this.#slices[(present - back) % SLICES] as Float64Array).fill(0);
      }
      this.#present = present;
    }
    // A clock that was set back goes on in the slice that it had reached.
    return this.#slices[this.#present % SLICES] as Float64Array;
  }
}

function sparse(dense: Float64Array): Histogram {
  const histogram: Histogram = { buckets: [], counts: [] };
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const count = dense[bucket] as number;
    if (count === 0) continue;
    histogram.buckets.push(bucket);
    histogram.counts.push(count);
  }
  return histogram;
}
