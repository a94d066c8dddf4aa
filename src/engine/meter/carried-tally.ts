import type { Side } from '#core/change/change-event.ts';
import type { LaneMeter } from './lane-meter.ts';

/** What one side of a lane committed at one time: most often, one transaction's part in a batch. */
type Run = { meter: LaneMeter; side: Side; commitTime: number; changes: number; records: number };

/**
 * What an open batch has written, until its commit shows it on the target: then, and not before, both sides agree. A
 * transaction has one commit time, so that it takes one place here, however large it is (E16).
 */
export class CarriedTally {
  readonly #runs: Run[] = [];
  /** The last run of each lane and side, the latest first: a transaction's changes may alternate between lanes. */
  #latest: Run[] = [];

  /**
   * @param commitTime of the source, by its own clock, microseconds.
   * @param changes of it that were carried. @param records that agree by it.
   */
  note(meter: LaneMeter, side: Side, commitTime: number, changes: number, records: number): void {
    let run = this.#latest[0];
    if (run?.meter !== meter || run.side !== side) {
      const index = this.#latest.findIndex((each) => each.meter === meter && each.side === side);
      run = this.#latest[index];
      if (run) this.#latest.splice(index, 1);
      if (run) this.#latest.unshift(run);
    }
    if (run?.commitTime === commitTime) {
      run.changes += changes;
      run.records += records;
      return;
    }
    const next = { meter, side, commitTime, changes, records };
    this.#runs.push(next);
    if (run) this.#latest[0] = next;
    else this.#latest.unshift(next);
  }

  /** How much it keeps. */
  get size(): number {
    return this.#runs.length;
  }

  /** The target has committed. @param now microseconds. */
  show(now: number): void {
    for (const { meter, side, commitTime, changes, records } of this.#runs) {
      meter.carried(side, commitTime, changes, records, now);
    }
    this.#runs.length = 0;
    this.#latest = [];
  }
}
