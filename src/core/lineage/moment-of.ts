import { offsetIsoToMicros } from '#lib/micros.ts';

/**
 * A moment as it is written, ISO 8601, in microseconds since 1970. With fewer than six digits of a second it is the end of
 * what they name, of a millisecond at most: what happened within it counts. NaN for what is no moment.
 */
export function momentOf(text: string): number {
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return offsetIsoToMicros(text) + Math.max(0, 10 ** (6 - Math.max(digits, 3)) - 1);
}
