const MINUTE = 60;
const HOUR = 3_600;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/** Steps that a chart shows well. */
const MOST = 130;
/** What is older than this is kept by the hour; some hours less, since hours are made now and then. */
const BY_MINUTE = 47 * HOUR;

/**
 * How long the steps of a time range are: the shortest that a chart shows well, and that figures are kept in.
 * @param range milliseconds since 1970. @returns seconds.
 */
export function stepSeconds({ from, to }: { from: number; to: number }, now: number): number {
  const least = now - from > BY_MINUTE * 1000 ? HOUR : MINUTE;
  const length = (to - from) / 1000;
  return steps.find((step) => step >= least && length / step <= MOST) ?? 1440 * MINUTE;
}
