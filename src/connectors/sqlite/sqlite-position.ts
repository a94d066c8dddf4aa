import type { Position } from '#core/change/position.ts';

const DIGITS = 16;

/** The position of a transaction: the number of its last change. */
export function commitPosition(change: number): Position {
  return String(change).padStart(DIGITS, '0');
}

/**
 * A position after everything that was committed by this moment: `change` is the last of it.
 * @param moment microseconds since 1970: a later head is further on, though nothing happened.
 */
export function momentPosition(change: number, moment: number): Position {
  return `${commitPosition(change)}.${String(moment).padStart(DIGITS, '0')}`;
}

/** Number of the last change at or before the position. */
export function changeOf(position: Position): number {
  return Number(position.slice(0, DIGITS));
}

/** Microseconds since 1970 that never repeat and never go back. */
export class SqliteMoments {
  #last = 0;

  next(): number {
    this.#last = Math.max(this.#last + 1, Date.now() * 1000);
    return this.#last;
  }
}
