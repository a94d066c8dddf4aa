const SECONDS = 10;

/** Events per second over the last ten whole seconds. */
export class RateWindow {
  readonly #counts = new Map<number, number>();

  /** @param now microseconds. */
  add(count: number, now: number): void {
    const second = Math.floor(now / 1e6);
    this.#counts.set(second, (this.#counts.get(second) ?? 0) + count);
    if (this.#counts.size > SECONDS * 2) this.#forget(second);
  }

  perSecond(now: number): number {
    const second = Math.floor(now / 1e6);
    this.#forget(second);
    let sum = 0;
    for (const [at, count] of this.#counts) if (at < second) sum += count;
    return sum / SECONDS;
  }

  #forget(second: number): void {
    for (const at of this.#counts.keys()) if (at < second - SECONDS) this.#counts.delete(at);
  }
}
