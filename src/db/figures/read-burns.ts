import type { Pool } from 'pg';
import { type BudgetBurn, budgetBurn } from '#core/figures/budget-burn.ts';
import type { FlowTarget } from '#core/figures/flow-target.ts';
import { countAbove, histogramSize } from '#core/figures/histogram.ts';
import { type FigureWindow, readTallies } from './read-tallies.ts';

const HOUR = 3_600_000;
const windows = { hour: HOUR, day: 24 * HOUR, month: 30 * 24 * HOUR } as const;

/** A flow's target with the use of its error budget. */
export type FlowBurn = {
  flowId: string;
  target: FlowTarget & { updatedBy: string; updatedAt: Date };
  burn: BudgetBurn;
  /** Records out of line now for longer than the target allows. */
  lateNow: number;
  /** Of a window of its own, where one is asked for. */
  window: { all: number; late: number } | null;
};

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
  return Promise.all(
    targets.rows.map(async ({ flowId, ...target }) => {
      const count = (from: Date, to: Date) => countLate(pool, flowId, target, { from, to }, now);
      const since = (name: keyof typeof windows) => count(new Date(now.getTime() - windows[name]), now);
      const [hour, day, month, asked] = await Promise.all([
        since('hour'),
        since('day'),
        since('month'),
        window ? count(window.from, window.to) : null,
      ]);
      const burn = budgetBurn(target, { hour, day, month }, now.getTime() * 1000);
      const lateNow = await countOpen(pool, flowId, target, new Date(0), now);
      return { flowId, target, burn, lateNow, window: asked };
    }),
  );
}

async function countLate(
  pool: Pool,
  flowId: string,
  target: FlowTarget,
  window: FigureWindow,
  now: Date,
): Promise<{ all: number; late: number }> {
  const [tallies, open] = await Promise.all([
    readTallies(pool, { flowIds: [flowId] }, window, { byLane: false }),
    countOpen(pool, flowId, target, window.from, window.to < now ? window.to : now),
  ]);
  let all = open;
  let late = open;
  for (const { disagreement } of tallies) {
    all += histogramSize(disagreement);
    late += countAbove(disagreement, target.withinMs);
  }
  return { all, late };
}

/** Records still out of line that became late within this time. */
async function countOpen(
  pool: Pool,
  flowId: string,
  { withinMs }: FlowTarget,
  from: Date,
  to: Date,
): Promise<number> {
  const late = (at: Date) => new Date(at.getTime() - withinMs);
  const found = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pending_record
     WHERE "flowId" = $1 AND "differsSince" >= $2 AND "differsSince" < $3`,
    [flowId, from.getTime() < withinMs ? new Date(0) : late(from), late(to)],
  );
  return found.rows[0]?.count ?? 0;
}
