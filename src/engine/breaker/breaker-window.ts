/** How often something happened, by the second of its commit time (since 1970). */
export type PerSecond = Map<number, number>;

/** Adds one at a commit time, microseconds since 1970. */
export function countAt(counts: PerSecond, commitTime: number): void {
  const second = Math.floor(commitTime / 1_000_000);
  counts.set(second, (counts.get(second) ?? 0) + 1);
}

/** Counts per second, summed over a window that slides. */
export class BreakerWindow {
  readonly #seconds: number;
  #counts: PerSecond = new Map();

  /** @param seconds length of the window. */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Adds these, and forgets what no later window can hold. */
  add(more: PerSecond): void {
    this.#counts = this.#with(more);
    const newest = Math.max(...this.#counts.keys());
    for (const second of this.#counts.keys()) {
      if (second <= newest - this.#seconds) this.#counts.delete(second);
    }
  }

  /** The fullest window that there would be if these were added. */
  fullestWith(more: PerSecond): number {
    const counts = [...this.#with(more)].sort(([a], [b]) => a - b);
    let fullest = 0;
    let sum = 0;
    let oldest = 0;
    for (const [second, count] of counts) {
      sum += count;
      for (; (counts[oldest] as [number, number])[0] <= second - this.#seconds; oldest += 1) {
        sum -= (counts[oldest] as [number, number])[1];
      }
      fullest = Math.max(fullest, sum);
    }
    return fullest;
  }

  #with(more: PerSecond): PerSecond {
    const counts = new Map(this.#counts);
    for (const [second, count] of more) counts.set(second, (counts.get(second) ?? 0) + count);
    return counts;
  }
}
