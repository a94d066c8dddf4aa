const SECONDS = 10;
/** The present second is counted beside the ten whole ones. */
const SLOTS = SECONDS + 1;

/** Events per second over the last ten whole seconds. */
export class RateWindow {
  readonly #counts = new Float64Array(SLOTS);
  readonly #seconds = new Float64Array(SLOTS).fill(-1);

  /** @param now microseconds. */
  add(count: number, now: number): void {
    const second = Math.floor(now / 1e6);
    const slot = second % SLOTS;
    if (this.#seconds[slot] !== second) {
      this.#seconds[slot] = second;
      this.#counts[slot] = 0;
    }
    (this.#counts[slot] as number) += count;
  }

  perSecond(now: number): number {
    const second = Math.floor(now / 1e6);
    let sum = 0;
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const at = this.#seconds[slot] as number;
      if (at >= second - SECONDS && at < second) sum += this.#counts[slot] as number;
    }
    return sum / SECONDS;
  }
}
