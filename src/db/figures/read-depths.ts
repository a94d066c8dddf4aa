import type { Pool } from 'pg';
import type { FigureScope, FigureWindow } from './read-tallies.ts';

/** The most that waited at once within one step of a window. */
export type DepthStep = {
  flowId: string;
  laneId: string | null;
  step: number;
  /** Changes that were read and waited to be carried; of one side where one is asked for. */
  changes: number;
  reconcile: number;
  held: number;
  parked: number;
};

/** The most log that a source held back within one step. */
export type LogStep = { flowId: string; connection: string; step: number; bytes: number };

// Lanes of a flow are added up minute by minute, as they waited beside each other; of the minutes the largest counts.
const depths = `
SELECT "flowId", lane AS "laneId", floor(extract(epoch FROM at - $2) / $6)::int AS step, max(changes)::int AS changes,
  max(reconcile)::int AS reconcile, max(held)::int AS held, max(parked)::int AS parked
FROM (
  SELECT "flowId", CASE WHEN $5 THEN "laneId" END AS lane, at, sum(reconcile) AS reconcile, sum(held) AS held,
    sum(parked) AS parked,
    -- Lanes between the same systems share a queue, which each of them tells of.
    max(CASE $7::text WHEN 'left' THEN "queuedLeft" WHEN 'right' THEN "queuedRight"
      ELSE "queuedLeft" + "queuedRight" END) AS changes
  FROM lane_depth
  WHERE "flowId" = ANY($1) AND at >= $2 AND at < $3 AND ($4::text IS NULL OR "laneId" = $4)
  GROUP BY 1, 2, 3
) AS minute GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** See `readTallies` for what is asked; steps in which nothing ran are left out. */
export async function readDepths(
  pool: Pool,
  { flowIds, laneId = null, side = null }: FigureScope,
  { from, to }: FigureWindow,
  { byLane, seconds }: { byLane: boolean; seconds?: number },
): Promise<DepthStep[]> {
  if (flowIds.length === 0) return [];
  const values = [flowIds, from, to, laneId, byLane, seconds ?? 1e9, side];
  return (await pool.query<DepthStep>(depths, values)).rows;
}

const logs = `
SELECT "flowId", connection, floor(extract(epoch FROM at - $2) / $4)::int AS step, max(bytes)::float8 AS bytes
FROM source_log WHERE "flowId" = ANY($1) AND at >= $2 AND at < $3 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** Log held back by source and step. It is measured while a flow is paused as well. */
export async function readLogs(
  pool: Pool,
  flowIds: readonly string[],
  { from, to }: FigureWindow,
  seconds = 1e9,
): Promise<LogStep[]> {
  if (flowIds.length === 0) return [];
  return (await pool.query<LogStep>(logs, [flowIds, from, to, seconds])).rows;
}
