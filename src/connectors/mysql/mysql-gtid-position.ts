import type { Position } from '#core/change/position.ts';

/** A place in what a server and its replicas have logged, told by GTIDs: it is the same on each of them. */
export type GtidPlace = {
  /** What the state of GTIDs there counts, see `GtidState`. */
  count: number;
  /** Transactions since then that the count does not tell. */
  ties: number;
  /** What the last transaction is known by, as replicas keep it; empty where it is not known. */
  mark: string;
  /** False: the transaction's own position; true: the place behind it. */
  behind: boolean;
};

const text = /^g(\d{16})\.(\d{7})([.~])([0-9a-f-]*)$/;

/**
 * `g0000000000001234.0000000.6567a1b2-1`: string order is log order, and behind every position of a file and an
 * offset. A server that was restored gives the same numbers to other transactions, which have other marks.
 */
export function formatGtidPosition({ count, ties, mark, behind }: GtidPlace): Position {
  return `g${String(count).padStart(16, '0')}.${String(ties).padStart(7, '0')}${behind ? '~' : '.'}${mark}`;
}

/** The inverse of `formatGtidPosition`; null for what is no such position. */
export function parseGtidPosition(position: Position): GtidPlace | null {
  const match = text.exec(position);
  if (match === null) return null;
  const [, count, ties, letter, mark] = match;
  return { count: Number(count), ties: Number(ties), mark: mark as string, behind: letter === '~' };
}

/** Which of the two places comes first in the log: negative, zero or positive. */
export function compareGtidPlaces(
  a: Pick<GtidPlace, 'count' | 'ties'>,
  b: Pick<GtidPlace, 'count' | 'ties'>,
): number {
  return a.count - b.count || a.ties - b.ties;
}
