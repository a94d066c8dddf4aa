import type { Breaker } from '#core/flow/breaker.ts';
import type { BreakerKind } from '#core/ledger/breaker-trip.ts';
import { BreakerWindow, type PerSecond } from './breaker-window.ts';

/** Reads how many rows the written stream holds, counted no further than `atMost`. */
export type CountRows = (atMost: number) => Promise<number>;

/** What stands against a batch: nothing, that the rest of its transaction must be known, or the limit. */
export type LimitVerdict = { kind: 'within' } | { kind: 'more' } | { kind: 'passed'; reason: string };

/** One limit of a breaker: for the deletes or for the overwrites of one way through a lane. */
export class BreakerLimit {
  readonly kind: BreakerKind;
  readonly #records: number;
  readonly #share: number;
  readonly #seconds: number;
  readonly #stream: string;
  readonly #countRows: CountRows;
  readonly #window: BreakerWindow;
  #rows: number | null = null;
  #rowsAt = 0;

  constructor(kind: BreakerKind, breaker: Breaker, stream: string, countRows: CountRows) {
    const records = breaker[kind];
    this.kind = kind;
    this.#records = records === 'off' ? Number.POSITIVE_INFINITY : records;
    this.#share = kind === 'deletes' ? breaker.deletesShare : breaker.overwritesShare;
    this.#seconds = breaker.seconds;
    this.#stream = stream;
    this.#countRows = countRows;
    this.#window = new BreakerWindow(breaker.seconds);
  }

  /**
   * Would these changes, and `truncated` further records, pass the limit?
   * @param ends false when more of the last transaction is to come.
   */
  async judge(changes: PerSecond, truncated: number, ends: boolean): Promise<LimitVerdict> {
    if (changes.size === 0 && truncated === 0) return { kind: 'within' };
    const count = this.#window.fullestWith(changes) + truncated;
    if (count <= this.#records) return { kind: 'within' };
    if (!(await this.#exceedsShare(count))) return { kind: ends ? 'within' : 'more' };
    const figure = (number: number) => number.toLocaleString('en');
    const verb = this.kind === 'deletes' ? 'deletes' : 'overwrites';
    const percent = `${Math.round(this.#share * 1000) / 10} %`;
    const share = this.#share > 0 ? ` and ${percent} of the ${figure(this.#rows ?? 0)} records` : '';
    return {
      kind: 'passed',
      reason: `${figure(count)} ${verb} within ${this.#seconds} s on ${this.#stream} pass the limit of ${figure(this.#records)} records${share}.`,
    };
  }

  /** How many records the written stream holds: a truncation would delete them all. */
  allRows(): Promise<number> {
    return this.#countRows(Number.MAX_SAFE_INTEGER);
  }

  /** These changes will be carried: the window counts them. */
  admit(changes: PerSecond): void {
    if (changes.size > 0) this.#window.add(changes);
  }

  async #exceedsShare(count: number): Promise<boolean> {
    if (this.#share === 0) return true;
    const isFresh = Date.now() - this.#rowsAt < this.#seconds * 1000;
    if (this.#rows !== null && isFresh && count <= this.#share * this.#rows) return false;
    // What the window has seen deleted belongs to the rows that the share is taken of.
    const gone = this.kind === 'deletes' ? this.#window.fullestWith(new Map()) : 0;
    // Counted just so far that it is clear whether the share is passed.
    this.#rows = gone + (await this.#countRows(Math.ceil(count / this.#share) + 1));
    this.#rowsAt = Date.now();
    return count > this.#share * this.#rows;
  }
}
