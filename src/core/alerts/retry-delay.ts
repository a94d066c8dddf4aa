/** A delivery is given up after this many attempts, some half a day after the first. */
export const deliveryAttempts = 15;

const first = 10_000;
/** Milliseconds; no attempt waits longer than that. */
export const longestRetry = 4 * 3_600_000;

/**
 * Milliseconds to wait after a failed attempt: doubling from ten seconds to four hours, of which a random half is
 * left out so that what failed together does not come back together ("equal jitter").
 * @param attempts made so far, at least 1
 * @param random between 0 and 1
 */
export function retryDelay(attempts: number, random: number): number {
  const whole = Math.min(longestRetry, first * 2 ** (attempts - 1));
  return Math.round(whole / 2 + (whole / 2) * random);
}

/**
 * Milliseconds for which a receiver wants to be left alone by a header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
 * Null where it has none that can be read; never more than the longest pause.
 * @param now milliseconds since 1970
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const wait = /^\d+$/.test(header)
    ? Number(header) * 1000
    : / GMT$/.test(header)
      ? Date.parse(header) - now
      : Number.NaN;
  return Number.isNaN(wait) ? null : Math.min(longestRetry, Math.max(0, wait));
}
