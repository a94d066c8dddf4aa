import type { Pool } from 'pg';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { Histogram } from '#core/figures/histogram.ts';
import type { Outcomes } from '#core/figures/lane-tally.ts';

/** What happened on one side of a lane since a minute began. */
export type FigureRow = {
  laneId: string;
  side: 'left' | 'right';
  /** The minute's beginning, ISO. */
  at: string;
  flowId: string;
  /** The lease under which it was counted. */
  epoch: number;
  seconds: number;
  outcomes: Outcomes;
  errors: Partial<Record<ErrorCode, number>>;
  lag: Histogram;
  disagreement: Histogram;
};

/** What waited in a lane when it was looked at. */
export type DepthRow = {
  laneId: string;
  at: string;
  flowId: string;
  queuedLeft: number;
  queuedRight: number;
  reconcile: number;
  held: number;
  parked: number;
};

/** Log that a source held back when it was looked at. */
export type LogRow = { flowId: string; connection: string; at: string; bytes: number };

const counted = ['applied', 'unchanged', 'resolved', 'held', 'failed', 'parked', 'skipped'] as const;
const listed = [
  'errorCodes',
  'errorCounts',
  'lagBuckets',
  'lagCounts',
  'disagreementBuckets',
  'disagreementCounts',
];
const written = ['seconds', ...counted, ...listed.map((name) => `"${name}"`)];

// A runner writes its own minute as a whole: a write that is repeated counts nothing twice, and one whose lease is over
// writes nothing (E1).
const figures = `
INSERT INTO lane_figure ("laneId", side, at, span, epoch, "flowId", ${written.join(', ')})
SELECT f."laneId", f.side, f.at, 60, f.epoch, f."flowId", ${written.map((name) => `f.${name}`).join(', ')}
FROM json_to_recordset($1::json) AS f("laneId" text, side text, at timestamptz, epoch bigint, "flowId" text,
  seconds int, ${counted.map((name) => `${name} int`).join(', ')}, "errorCodes" text[], "errorCounts" int[],
  "lagBuckets" smallint[], "lagCounts" int[], "disagreementBuckets" smallint[], "disagreementCounts" int[])
JOIN deployment d ON d."flowId" = f."flowId" AND d.epoch = f.epoch
ON CONFLICT ("laneId", side, at, span, epoch) DO UPDATE SET
  ${written.map((name) => `${name} = excluded.${name}`).join(', ')}`;

const most = (table: string, columns: string[]) =>
  columns.map((name) => `"${name}" = greatest(${table}."${name}", excluded."${name}")`).join(', ');

const depths = `
INSERT INTO lane_depth ("laneId", at, span, "flowId", "queuedLeft", "queuedRight", reconcile, held, parked)
SELECT "laneId", at, 60, "flowId", "queuedLeft", "queuedRight", reconcile, held, parked
FROM json_to_recordset($1::json) AS d("laneId" text, at timestamptz, "flowId" text, "queuedLeft" int,
  "queuedRight" int, reconcile int, held int, parked int)
ON CONFLICT ("laneId", at, span) DO UPDATE SET
  ${most('lane_depth', ['queuedLeft', 'queuedRight', 'reconcile', 'held', 'parked'])}`;

const logs = `
INSERT INTO source_log ("flowId", connection, at, span, bytes)
SELECT "flowId", connection, at, 60, bytes
FROM json_to_recordset($1::json) AS l("flowId" text, connection text, at timestamptz, bytes bigint)
ON CONFLICT ("flowId", connection, at, span) DO UPDATE SET ${most('source_log', ['bytes'])}`;

/** Keeps what was counted and measured. Minutes that stand already are replaced, depths and sizes only by larger ones. */
export async function writeFigures(
  pool: Pool,
  rows: { figures: FigureRow[]; depths: DepthRow[]; logs: LogRow[] },
): Promise<void> {
  const flat = rows.figures.map(({ outcomes, errors, lag, disagreement, ...rest }) => ({
    ...rest,
    ...outcomes,
    errorCodes: Object.keys(errors),
    errorCounts: Object.values(errors),
    lagBuckets: lag.buckets,
    lagCounts: lag.counts,
    disagreementBuckets: disagreement.buckets,
    disagreementCounts: disagreement.counts,
  }));
  if (flat.length > 0) await pool.query(figures, [JSON.stringify(flat)]);
  if (rows.depths.length > 0) await pool.query(depths, [JSON.stringify(rows.depths)]);
  if (rows.logs.length > 0) await pool.query(logs, [JSON.stringify(rows.logs)]);
}
