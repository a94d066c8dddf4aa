import { type LaneContext, tripOf } from '#engine/reconcile/lane-routes.ts';

/** How often the lanes are looked at, milliseconds. */
const EVERY = 500;

/**
 * Looks whether one of the lanes that an action works in is stopped by a breaker meanwhile (E12): what waits for
 * their changes would wait until a person decides.
 */
export class StoppedLanes {
  readonly #lanes = new Set<LaneContext>();
  readonly #stop = new AbortController();
  readonly #timer = setInterval(() => {
    if ([...this.#lanes].some(tripOf)) this.#stop.abort();
  }, EVERY);

  /** Aborts when one of them is stopped. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Looks at this one too. @returns it */
  watch(lane: LaneContext | null): LaneContext | null {
    if (lane) this.#lanes.add(lane);
    return lane;
  }

  /** Must be called. */
  end(): void {
    clearInterval(this.#timer);
  }
}
