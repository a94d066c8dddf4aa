import type { Pool } from 'pg';
import type { Side } from '#core/change/change-event.ts';
import type { Histogram } from '#core/figures/histogram.ts';
import { mergeHistograms } from '#core/figures/histogram.ts';
import { noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { readTallies, type TallyStep } from '#db/figures/read-tallies.ts';

const MINUTE = 60_000;
/** A minute grows until it has been over for this long: then the store has the whole of it. */
const SETTLED = MINUTE;

/** What a lane has counted since this process began to look. */
export type Accumulated = {
  lag: Histogram;
  disagreement: Histogram;
  errors: Record<string, number>;
  /** By the side that changes came from. */
  outcomes: Record<Side, Outcomes>;
};

type Lanes = Map<string, Accumulated>;

const sides: readonly Side[] = ['left', 'right'];

/**
 * Adds up the minutes that runners keep, each once: Prometheus wants counters that only grow, while the store forgets
 * old minutes and tells of ranges of time. They begin at nothing with this process, as a counter may.
 */
export class FigureAccumulator {
  /** Of the minutes that are settled. */
  #lanes: Lanes = new Map();
  /** The most that was told of outcomes, by lane and side. */
  readonly #told = new Map<string, Outcomes>();
  #until: number;
  #work: Promise<unknown> = Promise.resolve();

  /** @param now milliseconds since 1970; minutes before it are not counted */
  constructor(now = Date.now()) {
    this.#until = Math.floor(now / MINUTE) * MINUTE;
  }

  /** By lane id, up to now. */
  async read(pool: Pool, flowIds: readonly string[], now = Date.now()): Promise<Lanes> {
    // Two readers at once must not add the same minute twice.
    const mine = this.#work.catch(() => undefined).then(() => this.#look(pool, flowIds, now));
    this.#work = mine;
    return mine;
  }

  async #look(pool: Pool, flowIds: readonly string[], now: number): Promise<Lanes> {
    const settled = Math.floor((now - SETTLED) / MINUTE) * MINUTE;
    if (settled > this.#until) {
      this.#lanes = await added(this.#lanes, pool, flowIds, { from: this.#until, to: settled });
      this.#until = settled;
    }
    // What is counted by another clock may be of a minute that is yet to come here.
    const all = await added(this.#lanes, pool, flowIds, { from: this.#until, to: now + 2 * MINUTE });
    for (const [laneId, lane] of all) all.set(laneId, this.#grown(laneId, lane));
    return all;
  }

  /** A counter never falls: what a line that was written again takes back is made up for before it grows again. */
  #grown(laneId: string, lane: Accumulated): Accumulated {
    const outcomes = { ...lane.outcomes };
    for (const side of sides) {
      const told = this.#told.get(`${laneId}/${side}`) ?? noOutcomes();
      for (const status of Object.keys(told) as LedgerStatus[])
        told[status] = Math.max(told[status], lane.outcomes[side][status]);
      this.#told.set(`${laneId}/${side}`, told);
      outcomes[side] = { ...told };
    }
    return { ...lane, outcomes };
  }
}

/** @param window milliseconds since 1970, from the beginning of a minute */
async function added(
  lanes: Lanes,
  pool: Pool,
  flowIds: readonly string[],
  window: { from: number; to: number },
): Promise<Lanes> {
  const sum: Lanes = new Map(lanes);
  const asked = { from: new Date(window.from), to: new Date(window.to) };
  for (const side of sides) {
    const tallies = await readTallies(pool, { flowIds, side }, asked, { byLane: true });
    for (const tally of tallies) {
      const { laneId } = tally;
      if (laneId !== null) sum.set(laneId, plus(sum.get(laneId) ?? nothing(), side, tally));
    }
  }
  return sum;
}

function plus(known: Accumulated, side: Side, tally: TallyStep): Accumulated {
  return {
    lag: mergeHistograms([known.lag, tally.lag]),
    disagreement: mergeHistograms([known.disagreement, tally.disagreement]),
    errors: summed(known.errors, tally.errors),
    outcomes: { ...known.outcomes, [side]: summed(known.outcomes[side], tally.outcomes) },
  };
}

function summed<T extends Record<string, number>>(known: T, more: Record<string, number>): T {
  const sums: Record<string, number> = { ...known };
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
  return sums as T;
}

function nothing(): Accumulated {
  const empty: Histogram = { buckets: [], counts: [] };
  return {
    lag: empty,
    disagreement: empty,
    errors: {},
    outcomes: { left: noOutcomes(), right: noOutcomes() },
  };
}
