const SECONDS = 60;
/** Samples kept per second: more would say nothing new about the percentiles. */
const PER_SECOND = 100;

/** Percentiles of lag over the last minute, from a bounded sample of each second. */
export class LagWindow {
  readonly #seconds = new Map<number, { seen: number; kept: number[] }>();

  /** @param milliseconds the lag. @param now microseconds. */
  add(milliseconds: number, now: number): void {
    const second = Math.floor(now / 1e6);
    let sample = this.#seconds.get(second);
    if (!sample) {
      sample = { seen: 0, kept: [] };
      this.#seconds.set(second, sample);
      this.#forget(second);
    }
    sample.seen += 1;
    // Reservoir sampling (Vitter's algorithm R) keeps each second's sample uniform.
    if (sample.kept.length < PER_SECOND) sample.kept.push(milliseconds);
    else {
      const place = Math.floor(Math.random() * sample.seen);
      if (place < PER_SECOND) sample.kept[place] = milliseconds;
    }
  }

  /** Null when nothing passed in the last minute. */
  quantile(q: number, now: number): number | null {
    this.#forget(Math.floor(now / 1e6));
    const all = [...this.#seconds.values()].flatMap((sample) => sample.kept).sort((a, b) => a - b);
    if (all.length === 0) return null;
    return Math.max(0, all[Math.min(all.length - 1, Math.floor(q * all.length))] as number);
  }

  #forget(second: number): void {
    for (const at of this.#seconds.keys()) if (at <= second - SECONDS) this.#seconds.delete(at);
  }
}
