import type { Side } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { type LaneTally, noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import type { DirectionStatus } from '#core/ledger/lane-status.ts';
import type { LedgerEntry, LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { PendingRecord } from '#core/ledger/pending-record.ts';
import type { MovedCount } from '#core/ports/lane-store.ts';
import { DurationMeter } from './duration-meter.ts';
import { RateWindow } from './rate-window.ts';

type Way = {
  /** Lines of the ledger by the status that they have. */
  counts: Outcomes;
  rate: RateWindow;
  lag: DurationMeter;
  disagreement: DurationMeter;
  lastChangeAt: number | null;
  /** Since they were last taken. */
  outcomes: Outcomes;
  errors: Map<ErrorCode, number>;
};

/**
 * Counts, rates, lag and disagreement of one lane, by the side that changes came from. It is asked for every line of
 * the ledger: what it does costs the same whatever it holds, and allocates nothing.
 */
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

  /** A line that has become durable. @param now microseconds. */
  count(entry: Pick<LedgerEntry, 'side' | 'status' | 'code' | 'cause'>, now: number): void {
    const way = this.#ways[entry.side];
    way.counts[entry.status] += 1;
    way.rate.add(1, now);
    if (entry.cause === 'live') way.lastChangeAt = now;
    if (entry.code !== 'RECONCILING') comeTo(way, entry.status, entry.code, 1);
  }

  /**
   * What the other side now shows.
   * @param commitTime of the source, by its own clock, microseconds.
   * @param changes that were carried as they came. @param records that differed from then on, and agree now.
   * @param now microseconds.
   */
  carried(side: Side, commitTime: number, changes: number, records: number, now: number): void {
    const { lag, disagreement } = this.#ways[side];
    const took = milliseconds(commitTime - this.#clockOffset(side), now);
    if (changes > 0) lag.add(took, changes, now);
    if (records > 0) disagreement.add(took, records, now);
  }

  /** A record that was out of line agrees again. @param now microseconds, by our clock as what it compares it with. */
  agreed({ from, since }: NonNullable<PendingRecord['differs']>, now: number): void {
    this.#ways[from].disagreement.add(milliseconds(since, now), 1, now);
  }

  /** Lines that have left a status. */
  move(moved: MovedCount): void {
    const way = this.#ways[moved.side];
    way.counts[moved.from] -= moved.count;
    if (moved.to) {
      way.counts[moved.to] += moved.count;
      // A parked record that fails again has come to nothing new.
      if (moved.to !== 'parked' || moved.from !== 'parked') comeTo(way, moved.to, moved.code, moved.count);
    } else if (moved.from !== 'held') way.outcomes[moved.from] -= moved.count;
  }

  status(side: Side, now: number): DirectionStatus {
    const way = this.#ways[side];
    return {
      counts: { ...way.counts },
      rate: way.rate.perSecond(now),
      lagP50: way.lag.quantile(0.5, now),
      lagP99: way.lag.quantile(0.99, now),
      lastChangeAt: way.lastChangeAt,
    };
  }

  /** What happened on a side since this was last called. */
  take(side: Side): LaneTally {
    const way = this.#ways[side];
    const taken: LaneTally = {
      outcomes: way.outcomes,
      errors: Object.fromEntries(way.errors),
      lag: way.lag.take(),
      disagreement: way.disagreement.take(),
    };
    way.outcomes = noOutcomes();
    way.errors.clear();
    return taken;
  }
}

/** From one time to another. A log that tells the second alone may name a time that is still to come. */
function milliseconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}

function comeTo(way: Way, status: LedgerStatus, code: ErrorCode | null, count: number): void {
  way.outcomes[status] += count;
  if ((status === 'parked' || status === 'failed') && code) {
    way.errors.set(code, (way.errors.get(code) ?? 0) + count);
  }
}

function newWay(): Way {
  return {
    counts: noOutcomes(),
    rate: new RateWindow(),
    lag: new DurationMeter(),
    disagreement: new DurationMeter(),
    lastChangeAt: null,
    outcomes: noOutcomes(),
    errors: new Map(),
  };
}
