/** Seconds over which the rate is told. */
const WINDOW = 10;

/** How fast a bulk action gets on, and how long it has to rest to keep to a rate. */
export class BulkRate {
  readonly #seen: { at: number; done: number }[] = [];

  /** Takes note of how many records are done. @param now milliseconds */
  note(done: number, now: number): void {
    this.#seen.push({ at: now, done });
    while (this.#seen.length > 2 && now - (this.#seen[0]?.at ?? now) > WINDOW * 1000) this.#seen.shift();
  }

  /** Records a second; 0 before two moments are known. */
  get perSecond(): number {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.done - first.done) * 1000) / (last.at - first.at);
  }

  /** Seconds until so many more are done; null where it cannot be told. */
  secondsFor(left: number): number | null {
    const rate = this.perSecond;
    return rate > 0 ? left / rate : null;
  }
}
