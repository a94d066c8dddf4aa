import type { Pool } from 'pg';
import { FigureName, type FigureValues } from '#core/figures/figure.ts';
import { type Histogram, quantile } from '#core/figures/histogram.ts';
import { type FlowBurn, readBurns } from './read-burns.ts';
import { type DepthStep, type LogStep, readDepths, readLogs } from './read-depths.ts';
import { type FigureScope, type FigureWindow, readTallies, type TallyStep } from './read-tallies.ts';
import { type LastVerify, readVerifies } from './read-verifies.ts';

/** Every figure of one flow, or of one of its lanes, over one window. */
export type FigureReading = {
  flowId: string;
  /** Null where it tells of the whole flow. */
  laneId: string | null;
  values: FigureValues;
  /** Parked and failed changes by error code. */
  errors: TallyStep['errors'];
};

/**
 * Reads every figure of `core/figures/figure.ts` over a window, with a handful of queries whatever their number:
 *
 *     const window = { from: new Date(Date.now() - 5 * 60_000), to: new Date() };
 *     const readings = await readFigures(pool, { flowIds }, window, { byLane: false });
 *     for (const { flowId, values } of readings) if ((values['lag.p99'] ?? 0) > 2_000) …
 *
 * One reading for each flow (or lane with rows in the window); a flow's own figures are null in the reading of a lane.
 * Values are null where nothing can be said. A window should hold whole minutes: rows are taken by their beginning.
 */
export async function readFigures(
  pool: Pool,
  scope: FigureScope,
  window: FigureWindow,
  { byLane }: { byLane: boolean },
): Promise<FigureReading[]> {
  const whole = !byLane && !scope.laneId && !scope.side;
  const [tallies, depths, logs, burns, verifies] = await Promise.all([
    readTallies(pool, scope, window, { byLane }),
    readDepths(pool, scope, window, { byLane }),
    whole ? readLogs(pool, scope.flowIds, window) : [],
    whole ? readBurns(pool, scope.flowIds, new Date(), window) : [],
    whole ? readVerifies(pool, scope.flowIds) : [],
  ]);
  const names = byLane
    ? [...tallies, ...depths].map(({ flowId, laneId }) => ({ flowId, laneId }))
    : scope.flowIds.map((flowId) => ({ flowId, laneId: null }));
  const distinct = new Map(names.map((name) => [`${name.flowId}/${name.laneId}`, name]));
  return [...distinct.values()].map(({ flowId, laneId }) => {
    const of = <T extends { flowId: string; laneId?: string | null }>(found: T[]) =>
      found.filter((each) => each.flowId === flowId && (each.laneId ?? null) === laneId);
    const tally = of(tallies)[0] ?? null;
    return {
      flowId,
      laneId,
      errors: tally?.errors ?? {},
      values: {
        ...nothing(),
        ...(tally ? countedValues(tally, window) : {}),
        ...depthValues(of(depths)[0]),
        ...(whole ? flowValues(of(logs), of(burns)[0], of(verifies)[0]) : {}),
      },
    };
  });
}

function nothing(): FigureValues {
  return Object.fromEntries(FigureName.options.map((name) => [name, null])) as FigureValues;
}

/** Milliseconds after which all is written that was counted: what is younger may be still to come. */
const SETTLED = 10_000;

/** How much of the window's time a lane ran, as far as that time is over. */
function runningShare(seconds: number, { from, to }: FigureWindow): number {
  const over = Math.min(to.getTime(), Date.now() - SETTLED) - from.getTime();
  return Math.min(1, (seconds * 1000) / Math.max(1000, over));
}

function countedValues(tally: TallyStep, window: FigureWindow): Partial<FigureValues> {
  const { outcomes, seconds } = tally;
  const all = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const wrong = outcomes.parked + outcomes.failed;
  return {
    ...percentiles('lag', tally.lag),
    ...percentiles('disagreement', tally.disagreement),
    'changes.rate': seconds > 0 ? (all * 60) / seconds : null,
    'changes.applied': outcomes.applied,
    'changes.unchanged': outcomes.unchanged,
    'changes.resolved': outcomes.resolved,
    'changes.held': outcomes.held,
    'changes.parked': outcomes.parked,
    'changes.failed': outcomes.failed,
    'changes.skipped': outcomes.skipped,
    'errors.count': wrong,
    'errors.share': all > 0 ? wrong / all : null,
    'running.share': runningShare(seconds, window),
  };
}

function percentiles(name: 'lag' | 'disagreement', histogram: Histogram): Partial<FigureValues> {
  return {
    [`${name}.p50`]: quantile(histogram, 0.5),
    [`${name}.p95`]: quantile(histogram, 0.95),
    [`${name}.p99`]: quantile(histogram, 0.99),
  };
}

function depthValues(depth: DepthStep | undefined): Partial<FigureValues> {
  if (!depth) return {};
  return {
    'queue.changes': depth.changes,
    'queue.reconcile': depth.reconcile,
    'queue.held': depth.held,
    'queue.parked': depth.parked,
  };
}

function flowValues(
  logs: LogStep[],
  burn: FlowBurn | undefined,
  verify: LastVerify | undefined,
): Partial<FigureValues> {
  const { window, target } = burn ?? {};
  return {
    'log.held-back': logs.length > 0 ? Math.max(...logs.map(({ bytes }) => bytes)) : null,
    'target.burn-rate':
      window && target && window.all > 0 ? window.late / window.all / (1 - target.share) : null,
    'target.budget-used': burn?.burn.month.used ?? null,
    'verify.differ': verify?.differ ?? null,
    'verify.age': verify ? Math.max(0, Date.now() / 1000 - verify.at / 1e6) : null,
  };
}
