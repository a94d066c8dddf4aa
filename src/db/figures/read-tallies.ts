import type { Pool } from 'pg';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { Histogram } from '#core/figures/histogram.ts';
import { noOutcomes, type Outcomes } from '#core/figures/lane-tally.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';

/** From, and until just before; times of day, microseconds as elsewhere would say nothing more: rows are minutes. */
export type FigureWindow = { from: Date; to: Date };

/** Of what figures are read: flows, or one lane, or one side of it. */
export type FigureScope = {
  flowIds: readonly string[];
  laneId?: string | null;
  /** The side that changes came from. */
  side?: 'left' | 'right' | null;
};

/** What happened within one step of a window. */
export type TallyStep = {
  flowId: string;
  /** Null where all lanes of the flow are taken together. */
  laneId: string | null;
  /** Number of the step, from 0 at the window's beginning. */
  step: number;
  /** Seconds for which it ran, on average over its lanes' sides. */
  seconds: number;
  outcomes: Outcomes;
  errors: Partial<Record<ErrorCode, number>>;
  lag: Histogram;
  disagreement: Histogram;
};

const statuses = Object.keys(noOutcomes()) as LedgerStatus[];

const rows = `
WITH rows AS MATERIALIZED (
  SELECT f.*, CASE WHEN $6 THEN "laneId" END AS lane, floor(extract(epoch FROM at - $2) / $7)::int AS step
  FROM lane_figure f
  WHERE "flowId" = ANY($1) AND at >= $2 AND at < $3
    AND ($4::text IS NULL OR "laneId" = $4) AND ($5::text IS NULL OR side = $5)
)`;

const listed = (keys: string, counts: string) => `
  SELECT "flowId", lane, step, json_agg(json_build_array(key, n) ORDER BY key) AS list
  FROM (SELECT "flowId", lane, step, u.key, sum(u.n)::float8 AS n
    FROM rows, unnest("${keys}", "${counts}") AS u(key, n) GROUP BY 1, 2, 3, 4) AS each GROUP BY 1, 2, 3`;

const query = `${rows},
errors AS (${listed('errorCodes', 'errorCounts')}),
lag AS (${listed('lagBuckets', 'lagCounts')}),
disagreement AS (${listed('disagreementBuckets', 'disagreementCounts')}),
sums AS (
  SELECT "flowId", lane, step, sum(seconds)::float8 / count(DISTINCT ("laneId", side)) AS seconds,
    ${statuses.map((status) => `sum(${status})::float8 AS ${status}`).join(', ')}
  FROM rows GROUP BY 1, 2, 3
)
SELECT s.*, e.list AS errors, l.list AS lag, d.list AS disagreement
FROM sums s
${['errors e', 'lag l', 'disagreement d']
  .map((each) => {
    const name = each.at(-1);
    return `LEFT JOIN ${each} ON ${name}."flowId" = s."flowId" AND ${name}.lane IS NOT DISTINCT FROM s.lane AND ${name}.step = s.step`;
  })
  .join('\n')}
ORDER BY 1, 2, 3`;

type StoredStep = { flowId: string; lane: string | null; step: number; seconds: number } & Outcomes & {
    errors: [ErrorCode, number][] | null;
    lag: [number, number][] | null;
    disagreement: [number, number][] | null;
  };

/**
 * What was counted within a window, in steps of so many seconds; steps without a row, in which nothing ran, are left out.
 * Rows are taken by their beginning: the ends of a window count as whole minutes, and beyond two days as whole hours.
 *
 * @param grouping whether lanes are told apart, and how long a step is; absent for the window as one step.
 */
export async function readTallies(
  pool: Pool,
  { flowIds, laneId = null, side = null }: FigureScope,
  { from, to }: FigureWindow,
  { byLane, seconds }: { byLane: boolean; seconds?: number },
): Promise<TallyStep[]> {
  if (flowIds.length === 0) return [];
  const values = [flowIds, from, to, laneId, side, byLane, seconds ?? 1e9];
  const result = await pool.query<StoredStep>(query, values);
  return result.rows.map((row) => ({
    flowId: row.flowId,
    laneId: row.lane,
    step: row.step,
    seconds: row.seconds,
    outcomes: Object.fromEntries(statuses.map((status) => [status, row[status]])) as Outcomes,
    errors: Object.fromEntries(row.errors ?? []),
    lag: toHistogram(row.lag),
    disagreement: toHistogram(row.disagreement),
  }));
}

function toHistogram(list: [number, number][] | null): Histogram {
  return { buckets: list?.map(([bucket]) => bucket) ?? [], counts: list?.map(([, count]) => count) ?? [] };
}
