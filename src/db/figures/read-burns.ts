import type { Pool } from 'pg';
import { type BudgetBurn, budgetBurn, type TargetCount } from '#core/figures/budget-burn.ts';
import type { FlowTarget } from '#core/figures/flow-target.ts';
import { bucketOf } from '#core/figures/log-buckets.ts';
import type { FigureWindow } from './read-tallies.ts';

const HOUR = 3_600_000;

/** A flow's target with the use of its error budget. */
export type FlowBurn = {
  flowId: string;
  target: FlowTarget & { updatedBy: string; updatedAt: Date };
  burn: BudgetBurn;
  /** Records out of line now for longer than the target allows. */
  lateNow: number;
  /** Of a window of its own, where one is asked for. */
  window: TargetCount | null;
};

// Each row's histogram is added up once, for all windows that the row lies in. The bucket that the limit lies in counts
// as late, as `countAbove` has it.
const agreed = `
SELECT w.place::int, sum(f.n)::float8 AS "all", sum(f.late)::float8 AS late
FROM (
  SELECT at,
    (SELECT sum(n) FROM unnest("disagreementCounts") AS n) AS n,
    (SELECT coalesce(sum(n) FILTER (WHERE bucket >= $4), 0)
      FROM unnest("disagreementBuckets", "disagreementCounts") AS u(bucket, n)) AS late
  FROM lane_figure
  WHERE "flowId" = $1 AND at >= (SELECT min(start) FROM unnest($2::timestamptz[]) AS start)
    AND cardinality("disagreementCounts") > 0
) AS f
JOIN unnest($2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS w(start, ends, place)
  ON f.at >= w.start AND f.at < w.ends
GROUP BY 1`;

// Still out of line, and late from some moment within the window on.
const open = `
SELECT w.place::int, count(*)::int AS late
FROM pending_record p
JOIN unnest($2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS w(start, ends, place)
  ON p."differsSince" + $4 * interval '1 millisecond' >= w.start
  AND p."differsSince" + $4 * interval '1 millisecond' < w.ends
WHERE p."flowId" = $1 AND p."differsSince" IS NOT NULL
GROUP BY 1`;

/**
 * How the targets of these flows fare; flows without one are left out. A record that is out of line for longer than its
 * target allows is late from that moment on, and stays one late record when it agrees in the end.
 */
export async function readBurns(
  pool: Pool,
  flowIds: readonly string[],
  now: Date = new Date(),
  window: FigureWindow | null = null,
): Promise<FlowBurn[]> {
  const targets = await pool.query<{ flowId: string } & FlowBurn['target']>(
    `SELECT "flowId", "withinMs", share, "updatedBy", "updatedAt" FROM flow_target WHERE "flowId" = ANY($1)`,
    [flowIds],
  );
  const since = (hours: number) => ({ from: new Date(now.getTime() - hours * HOUR), to: now });
  const ever = { from: new Date(0), to: now };
  const asked = window && { from: window.from, to: window.to < now ? window.to : now };
  return Promise.all(
    targets.rows.map(async ({ flowId, ...target }) => {
      const windows = [since(1), since(24), since(30 * 24), ...(asked ? [asked] : [])];
      const [counts, lateNow] = await Promise.all([
        countLate(pool, flowId, target, windows),
        countOpen(pool, flowId, target, [ever]),
      ]);
      const [hour, day, month] = counts as [TargetCount, TargetCount, TargetCount];
      return {
        flowId,
        target,
        burn: budgetBurn(target, { hour, day, month }, now.getTime() * 1000),
        lateNow: lateNow[0] ?? 0,
        window: counts[3] ?? null,
      };
    }),
  );
}

async function countLate(
  pool: Pool,
  flowId: string,
  target: FlowTarget,
  windows: FigureWindow[],
): Promise<TargetCount[]> {
  const values = [
    flowId,
    windows.map(({ from }) => from),
    windows.map(({ to }) => to),
    bucketOf(target.withinMs),
  ];
  const [found, stillOpen] = await Promise.all([
    pool.query<TargetCount & { place: number }>(agreed, values),
    countOpen(pool, flowId, target, windows),
  ]);
  return windows.map((_, index) => {
    const row = found.rows.find(({ place }) => place === index + 1);
    const waiting = stillOpen[index] ?? 0;
    return { all: (row?.all ?? 0) + waiting, late: (row?.late ?? 0) + waiting };
  });
}

async function countOpen(
  pool: Pool,
  flowId: string,
  { withinMs }: FlowTarget,
  windows: FigureWindow[],
): Promise<number[]> {
  const values = [flowId, windows.map(({ from }) => from), windows.map(({ to }) => to), withinMs];
  const found = await pool.query<{ place: number; late: number }>(open, values);
  return windows.map((_, index) => found.rows.find(({ place }) => place === index + 1)?.late ?? 0);
}
