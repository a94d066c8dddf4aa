export type TrendUnit = 'hours' | 'days';

/** One bar: when it begins (milliseconds) and how many lines were written in it. */
export type TrendBar = { at: number; lines: number };

const HOUR = 3_600_000;
const spans = { hours: { length: HOUR, count: 24 }, days: { length: 24 * HOUR, count: 30 } };

/** Lines by hour of the last day, or by day (UTC) of the last month, oldest first, the present one last. */
export function trendBars(
  hours: readonly { hour: string; lines: number }[],
  unit: TrendUnit,
  now: number,
): TrendBar[] {
  const { length, count } = spans[unit];
  const first = Math.floor(now / length) * length - (count - 1) * length;
  const bars = Array.from({ length: count }, (_, index) => ({ at: first + index * length, lines: 0 }));
  for (const { hour, lines } of hours) {
    const bar = bars[Math.floor((Date.parse(hour) - first) / length)];
    if (bar) bar.lines += lines;
  }
  return bars;
}
