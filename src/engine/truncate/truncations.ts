import { setTimeout as sleep } from 'node:timers/promises';
import type { Side } from '#core/change/change-event.ts';
import type { PendingTruncation } from '#core/ports/lane-store.ts';

/** Without a wake-up, how often it is looked for work, milliseconds. */
const IDLE_MILLISECONDS = 60_000;

/** The truncations of one lane that are still to be carried, by the side that was truncated. */
export class Truncations {
  readonly #pending: Partial<Record<Side, PendingTruncation>> = {};
  #wake = new AbortController();

  /** The side's last truncation, while it is not carried to the end. */
  of(side: Side): PendingTruncation | null {
    return this.#pending[side] ?? null;
  }

  /** A later truncation takes an earlier one's place: it leaves less. */
  note(side: Side, truncation: PendingTruncation): void {
    this.#pending[side] = truncation;
    this.#wake.abort();
  }

  /** It has been carried, unless a later one came meanwhile. */
  done(side: Side, truncation: PendingTruncation): void {
    if (this.#pending[side] === truncation) delete this.#pending[side];
  }

  /** Waits for one; null when the flow stops. */
  async next(signal: AbortSignal): Promise<{ side: Side; truncation: PendingTruncation } | null> {
    while (!signal.aborted) {
      this.#wake = new AbortController();
      for (const side of ['left', 'right'] as const) {
        const truncation = this.#pending[side];
        if (truncation) return { side, truncation };
      }
      const woken = AbortSignal.any([signal, this.#wake.signal]);
      await sleep(IDLE_MILLISECONDS, undefined, { signal: woken }).catch(() => undefined); // there is work, or no more
    }
    return null;
  }
}
