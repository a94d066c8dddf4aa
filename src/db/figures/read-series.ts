import type { Pool } from 'pg';
import type { FigureSeries, SeriesStep } from '#core/figures/figure-series.ts';
import { type Histogram, quantile } from '#core/figures/histogram.ts';
import { stepSeconds } from '#core/figures/step-seconds.ts';
import { readDepths, readLogs } from './read-depths.ts';
import { type FigureScope, type FigureWindow, readTallies } from './read-tallies.ts';

/** The figures of one flow, or a lane or side of it, step by step. The range is widened to whole steps. */
export async function readSeries(
  pool: Pool,
  scope: FigureScope,
  window: FigureWindow,
  now: number,
): Promise<FigureSeries> {
  const seconds = stepSeconds({ from: window.from.getTime(), to: window.to.getTime() }, now);
  const length = seconds * 1000;
  const from = Math.floor(window.from.getTime() / length) * length;
  const to = Math.ceil(window.to.getTime() / length) * length;
  const whole = { from: new Date(from), to: new Date(to) };
  const [tallies, depths, logs] = await Promise.all([
    readTallies(pool, scope, whole, { byLane: false, seconds }),
    readDepths(pool, scope, whole, { byLane: false, seconds }),
    readLogs(pool, scope.flowIds, whole, seconds),
  ]);
  const steps = Array.from({ length: (to - from) / length }, (_, step): SeriesStep => {
    const tally = tallies.find((each) => each.step === step);
    const depth = depths.find((each) => each.step === step);
    const held = logs.filter((each) => each.step === step);
    return {
      at: from + step * length,
      lag: tally ? percentilesOf(tally.lag) : null,
      outcomes: tally?.outcomes ?? null,
      errors: tally?.errors ?? {},
      depth: depth
        ? { changes: depth.changes, reconcile: depth.reconcile, held: depth.held, parked: depth.parked }
        : null,
      logs: Object.fromEntries(held.map(({ connection, bytes }) => [connection, bytes])),
    };
  });
  return { from, to, stepSeconds: seconds, steps };
}

/** Null where nothing was counted. */
export function percentilesOf(histogram: Histogram): { p50: number; p95: number; p99: number } | null {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(histogram, q)) as (number | null)[];
  if (p50 == null || p95 == null || p99 == null) return null;
  return { p50, p95, p99 };
}
