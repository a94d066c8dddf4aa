import type { Pool } from 'pg';
import type { Histogram } from '#core/figures/histogram.ts';
import { mergeHistograms } from '#core/figures/histogram.ts';
import { readTallies } from '#db/figures/read-tallies.ts';

const MINUTE = 60_000;
/** A minute is taken when it has been over for this long, so that the store has the whole of it. */
const SETTLED = MINUTE;

/** What a lane has counted since this process began to look. */
export type Accumulated = { lag: Histogram; disagreement: Histogram; errors: Record<string, number> };

/**
 * Adds up the minutes that runners keep, each once: Prometheus wants counters that only grow, while the store forgets
 * old minutes and tells of ranges of time. They begin at nothing with this process, as a counter may.
 */
export class FigureAccumulator {
  readonly #lanes = new Map<string, Accumulated>();
  #until: number;
  #work: Promise<void> = Promise.resolve();

  /** @param now milliseconds since 1970; minutes before it are not counted */
  constructor(now = Date.now()) {
    this.#until = Math.floor(now / MINUTE) * MINUTE;
  }

  /** By lane id, up to the last minute that is settled. */
  async read(pool: Pool, flowIds: readonly string[], now = Date.now()): Promise<Map<string, Accumulated>> {
    // Two readers at once must not add the same minute twice.
    const mine = this.#work.catch(() => undefined).then(() => this.#add(pool, flowIds, now));
    this.#work = mine;
    await mine;
    return this.#lanes;
  }

  async #add(pool: Pool, flowIds: readonly string[], now: number): Promise<void> {
    const to = Math.floor((now - SETTLED) / MINUTE) * MINUTE;
    if (to <= this.#until) return;
    const window = { from: new Date(this.#until), to: new Date(to) };
    const tallies = await readTallies(pool, { flowIds }, window, { byLane: true });
    for (const { laneId, lag, disagreement, errors } of tallies) {
      if (laneId === null) continue;
      const known = this.#lanes.get(laneId);
      this.#lanes.set(laneId, {
        lag: mergeHistograms(known ? [known.lag, lag] : [lag]),
        disagreement: mergeHistograms(known ? [known.disagreement, disagreement] : [disagreement]),
        errors: added(known?.errors ?? {}, errors),
      });
    }
    this.#until = to;
  }
}

function added(known: Record<string, number>, more: Record<string, number>): Record<string, number> {
  const sums = { ...known };
  for (const [code, count] of Object.entries(more)) sums[code] = (sums[code] ?? 0) + count;
  return sums;
}
