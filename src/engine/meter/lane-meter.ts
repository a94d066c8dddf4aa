import type { Side } from '#core/change/change-event.ts';
import type { DirectionStatus } from '#core/ledger/lane-status.ts';
import type { LedgerEntry, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { MovedCount } from '#core/ports/lane-store.ts';
import { nowMicros } from '#lib/micros.ts';
import { LagWindow } from './lag-window.ts';
import { RateWindow } from './rate-window.ts';

type Counts = Record<LedgerStatus, number>;

const zero = (): Counts => ({
  applied: 0,
  unchanged: 0,
  resolved: 0,
  held: 0,
  failed: 0,
  parked: 0,
  skipped: 0,
});

type Way = {
  counts: Counts;
  rate: RateWindow;
  lag: LagWindow;
  lastChangeAt: number | null;
};

/** Counts, rates and lag of one lane, by the side that changes came from. */
export class LaneMeter {
  readonly #ways: Record<Side, Way>;
  readonly #clockOffset: (side: Side) => number;

  /** @param clockOffset microseconds that a side's clock is ahead of ours. */
  constructor(clockOffset: (side: Side) => number) {
    this.#clockOffset = clockOffset;
    this.#ways = { left: newWay(), right: newWay() };
  }

  /** Starts from what the ledger holds already. */
  restore(side: Side, status: LedgerStatus, count: number): void {
    this.#ways[side].counts[status] = count;
  }

  /** A line that has become durable. */
  count(entry: Pick<LedgerEntry, 'side' | 'status' | 'cause' | 'commitTime'>): void {
    const way = this.#ways[entry.side];
    const now = nowMicros();
    way.counts[entry.status] += 1;
    way.rate.add(1, now);
    if (entry.cause !== 'live') return;
    way.lastChangeAt = now;
    if (entry.status === 'applied' || entry.status === 'unchanged') {
      // A log that tells the second alone may name a time that is still to come.
      const lag = Math.max(0, now - (entry.commitTime - this.#clockOffset(entry.side)));
      way.lag.add(lag / 1000, now);
    }
  }

  /** Lines that have left a status. */
  move(moved: MovedCount): void {
    const { counts } = this.#ways[moved.side];
    counts[moved.from] -= moved.count;
    if (moved.to) counts[moved.to] += moved.count;
  }

  status(side: Side): DirectionStatus {
    const way = this.#ways[side];
    const now = nowMicros();
    return {
      counts: { ...way.counts },
      rate: way.rate.perSecond(now),
      lagP50: way.lag.quantile(0.5, now),
      lagP99: way.lag.quantile(0.99, now),
      lastChangeAt: way.lastChangeAt,
    };
  }
}

function newWay(): Way {
  return { counts: zero(), rate: new RateWindow(), lag: new LagWindow(), lastChangeAt: null };
}
