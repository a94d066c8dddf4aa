/**
 * A place in a side's log. Opaque outside its connector; comparing two positions as strings
 * orders them as the log does. `p` means: everything committed at or before `p` was delivered.
 */
export type Position = string;

/** The position before every other. */
export const START: Position = '';

/** A change's place: its transaction's commit position and its ordinal within that transaction. */
export type Place = { position: Position; ordinal: number };

/** Orders two places as the log does: negative, zero or positive. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.position !== b.position) return a.position < b.position ? -1 : 1;
  return a.ordinal - b.ordinal;
}

/** A place as one text; comparing two as strings orders them as the log does. */
export function placeText({ position, ordinal }: Place): string {
  return `${position}/${String(ordinal).padStart(15, '0')}`;
}
