import type { Side } from '#core/change/change-event.ts';
import type { Row } from '#core/values/value.ts';

/** Over this long (microseconds) flips and repeats are counted together. */
const WINDOW = 10_000_000;
/** Strikes are remembered this long (microseconds). */
const MEMORY = 600_000_000;
const MOST_FLIPS = 12;
const MOST_REPEATS = 6;
/** Records watched before the quiet ones are forgotten. */
const MOST_RECORDS = 5_000;

type Watched = {
  since: number;
  lastSide: Side;
  flips: number;
  /** How often the same values were written, by their text. */
  repeats: Map<string, number>;
  strikes: number;
  strikeAt: number;
};

/**
 * Notices records that are written for ever (E6): a ring of lanes, or a trigger that answers every
 * write, passes values on without end, and every single write succeeds. Counted per record are the
 * times that its changes turned from one direction to the other, and that the same values came again.
 */
export class FlapGuard {
  readonly #records = new Map<string, Watched>();

  /**
   * Notes a write that was applied.
   *
   * @param now microseconds.
   * @returns null while all is well; else how long the record should rest, microseconds: 2 s, longer each
   *   time, and never the same for two lanes, so that a ring is broken at one place.
   */
  note(recordKey: string, from: Side, set: Row, now: number): number | null {
    const watched = this.#watch(recordKey, from, now);
    if (watched.lastSide !== from) watched.flips += 1;
    watched.lastSide = from;
    const values = JSON.stringify(set);
    const times = (watched.repeats.get(values) ?? 0) + 1;
    watched.repeats.set(values, times);
    if (watched.flips <= MOST_FLIPS && times <= MOST_REPEATS) return null;
    watched.strikes = now - watched.strikeAt > MEMORY ? 1 : watched.strikes + 1;
    watched.strikeAt = now;
    watched.since = now;
    watched.flips = 0;
    watched.repeats.clear();
    return Math.round(Math.min(2 * 4 ** (watched.strikes - 1), 120) * 1_000_000 * (0.5 + Math.random()));
  }

  #watch(recordKey: string, from: Side, now: number): Watched {
    const known = this.#records.get(recordKey);
    if (known) {
      if (now - known.since > WINDOW) {
        known.since = now;
        known.flips = 0;
        known.repeats.clear();
      }
      return known;
    }
    if (this.#records.size >= MOST_RECORDS) this.#forgetQuiet(now);
    const watched: Watched = {
      since: now,
      lastSide: from,
      flips: 0,
      repeats: new Map(),
      strikes: 0,
      strikeAt: 0,
    };
    this.#records.set(recordKey, watched);
    return watched;
  }

  #forgetQuiet(now: number): void {
    for (const [recordKey, { since, strikeAt }] of this.#records) {
      if (now - since > WINDOW && now - strikeAt > MEMORY) this.#records.delete(recordKey);
    }
    // All of them are busy: a record that flaps will be noticed again soon.
    if (this.#records.size >= MOST_RECORDS) this.#records.clear();
  }
}
