import { parseAsFloat, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs';

const MINUTE = 60_000;

/** Time ranges that end now, with their lengths in milliseconds. */
export const figureRanges = {
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  '6h': 360 * MINUTE,
  '24h': 1_440 * MINUTE,
  '7d': 7 * 1_440 * MINUTE,
  '30d': 30 * 1_440 * MINUTE,
} as const;
export type FigureRange = keyof typeof figureRanges;
export const figureRangeNames = Object.keys(figureRanges) as FigureRange[];

/** What the address of the Monitor tab holds: the time that is looked at, and the part of it that is brushed. */
export const figureParams = {
  range: parseAsStringLiteral(figureRangeNames).withDefault('1h'),
  /** A time of its own, instead of a range that ends now. */
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  lane: parseAsString,
  brushFrom: parseAsIsoDateTime,
  brushTo: parseAsIsoDateTime,
  /** The part of the disagreement time that is brushed, milliseconds; from 0, to nothing where it is open. */
  tookFrom: parseAsFloat,
  tookTo: parseAsFloat,
  /** Records of this kind alone. */
  only: parseAsStringLiteral(['errors'] as const),
};
export type FigureParams = {
  [K in keyof typeof figureParams]: ReturnType<(typeof figureParams)[K]['parse']>;
} & { range: FigureRange };

/** From and to, milliseconds since 1970. */
export type TimeSpan = { from: number; to: number };

/** The time that is looked at; ranges end with the present minute. @param now milliseconds since 1970. */
export function shownSpan({ range, from, to }: FigureParams, now: number): TimeSpan {
  if (from && to && from < to) return { from: from.getTime(), to: to.getTime() };
  const end = Math.floor(now / MINUTE) * MINUTE + MINUTE;
  return { from: end - figureRanges[range], to: end };
}

/** The disagreement time that is brushed, milliseconds, `from` inclusive; null where none is. */
export function brushedTook({ tookFrom, tookTo }: FigureParams): TimeSpan | null {
  if (tookFrom === null || tookTo === null || tookFrom < 0 || tookFrom >= tookTo) return null;
  return { from: tookFrom, to: tookTo };
}

/** The part of it that is brushed; null where none is. */
export function brushedSpan({ brushFrom, brushTo }: FigureParams): TimeSpan | null {
  if (!brushFrom || !brushTo || brushFrom >= brushTo) return null;
  return { from: brushFrom.getTime(), to: brushTo.getTime() };
}
