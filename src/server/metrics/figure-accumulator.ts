import type { Pool } from 'pg';
import type { Side } from '#core/change/change-event.ts';
import type { Histogram } from '#core/figures/histogram.ts';
import { mergeHistograms } from '#core/figures/histogram.ts';
import { noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { readTallies, type TallyStep } from '#db/figures/read-tallies.ts';

const MINUTE = 60_000;
/** A minute is taken when it has been over for this long, so that the store has the whole of it. */
const SETTLED = MINUTE;

/** What a lane has counted since this process began to look. */
export type Accumulated = {
  lag: Histogram;
  disagreement: Histogram;
  errors: Record<string, number>;
  /** By the side that changes came from. */
  outcomes: Record<Side, Outcomes>;
};

const sides: readonly Side[] = ['left', 'right'];

/**
 * Adds up the minutes that runners keep, each once: Prometheus wants counters that only grow, while the store forgets
 * old minutes and tells of ranges of time. They begin at nothing with this process, as a counter may.
 */
export class FigureAccumulator {
  readonly #lanes = new Map<string, Accumulated>();
  /** What the minutes come to: less than was told where a line was written again and came out otherwise. */
  readonly #sums = new Map<string, Outcomes>();
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
    const ofSides = await Promise.all(
      sides.map(async (side) => ({
        side,
        tallies: await readTallies(pool, { flowIds, side }, window, { byLane: true }),
      })),
    );
    for (const { side, tallies } of ofSides) for (const tally of tallies) this.#take(side, tally);
    this.#until = to;
  }

  #take(side: Side, { laneId, lag, disagreement, errors, outcomes }: TallyStep): void {
    if (laneId === null) return;
    const known = this.#lanes.get(laneId) ?? nothing();
    this.#lanes.set(laneId, {
      lag: mergeHistograms([known.lag, lag]),
      disagreement: mergeHistograms([known.disagreement, disagreement]),
      errors: added(known.errors, errors),
      outcomes: {
        ...known.outcomes,
        [side]: this.#grown(`${laneId}/${side}`, known.outcomes[side], outcomes),
      },
    });
  }

  /** A counter never falls: what was told once too often is made up for before it grows again. */
  #grown(name: string, told: Outcomes, more: Outcomes): Outcomes {
    const sums = this.#sums.get(name) ?? noOutcomes();
    const grown = { ...told };
    for (const status of Object.keys(sums) as LedgerStatus[]) {
      sums[status] += more[status];
      grown[status] = Math.max(grown[status], sums[status]);
    }
    this.#sums.set(name, sums);
    return grown;
  }
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

function added(known: Record<string, number>, more: Record<string, number>): Record<string, number> {
  const sums = { ...known };
  for (const [code, count] of Object.entries(more)) sums[code] = (sums[code] ?? 0) + count;
  return sums;
}
