import type { Pool } from 'pg';
import { isoToMicros } from '#lib/micros.ts';

/** What the ledger holds of a flow. Times in microseconds since 1970, to the minute. */
export type FlowLines = {
  flowId: string;
  lines: number;
  /** Lines that are held or parked now: no retention removes them. */
  open: number;
  /** Lines that retention has removed so far. */
  removed: number;
  oldest: number | null;
  newest: number | null;
};

export type LedgerSize = {
  /** What the whole store's ledger takes on disk, with its indexes, of all workspaces. */
  bytes: number;
  /** On disk, a line with its share of the indexes; null without lines. */
  bytesPerLine: number | null;
  /** Days that have a partition of their own. */
  partitions: number;
  /** What lies in no day's partition: far-off clocks, or days from before a runner first ran. */
  strayBytes: number;
  flows: FlowLines[];
};

/** How large the ledger is, and what of it is whose, by the counts that are kept. */
export async function ledgerSize(pool: Pool, workspaceId: string): Promise<LedgerSize> {
  const [size, all, flows] = await Promise.all([
    pool.query<{ bytes: number; partitions: number; stray: number }>(
      `SELECT coalesce(sum(pg_total_relation_size(inhrelid)), 0)::float8 AS bytes,
         (count(*) - 1)::int AS partitions, pg_total_relation_size('ledger_entry_default')::float8 AS stray
       FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass`,
    ),
    pool.query<{ lines: number }>(
      `SELECT coalesce(sum(lines), 0)::float8 AS lines FROM (
         SELECT bucket, lines FROM ledger_count UNION ALL SELECT bucket, lines FROM ledger_count_delta
       ) c WHERE bucket > '-infinity'`,
    ),
    pool.query<Omit<FlowLines, 'oldest' | 'newest'> & { oldest: string | null; newest: string | null }>(
      flowLines,
      [workspaceId],
    ),
  ]);
  const { bytes = 0, partitions = 0, stray = 0 } = size.rows[0] ?? {};
  const lines = all.rows[0]?.lines ?? 0;
  return {
    bytes,
    bytesPerLine: lines > 0 ? bytes / lines : null,
    partitions,
    strayBytes: stray,
    flows: flows.rows.map((flow) => ({
      ...flow,
      oldest: flow.oldest === null ? null : isoToMicros(flow.oldest),
      newest: flow.newest === null ? null : isoToMicros(flow.newest),
    })),
  };
}

const minute = (bucket: string) => `to_char(${bucket} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const flowLines = `
WITH minutes AS (
  SELECT flow_id, bucket, sum(lines) AS lines, sum(lines) FILTER (WHERE status IN ('held', 'parked')) AS open
  FROM (
    SELECT flow_id, bucket, status, lines FROM ledger_count WHERE workspace_id = $1
    UNION ALL SELECT flow_id, bucket, status, lines FROM ledger_count_delta WHERE workspace_id = $1
  ) c GROUP BY 1, 2
)
SELECT flow_id AS "flowId",
  coalesce(sum(lines) FILTER (WHERE bucket > '-infinity'), 0)::float8 AS lines,
  coalesce(sum(open) FILTER (WHERE bucket > '-infinity'), 0)::float8 AS open,
  coalesce(sum(lines) FILTER (WHERE bucket = '-infinity'), 0)::float8 AS removed,
  ${minute(`min(bucket) FILTER (WHERE bucket > '-infinity' AND lines > 0)`)} AS oldest,
  ${minute(`max(bucket) FILTER (WHERE bucket > '-infinity' AND lines > 0)`)} AS newest
FROM minutes GROUP BY 1`;

/** What a retention of so many days would remove of a flow, or of all flows of a workspace. */
export async function countPast(
  pool: Pool,
  workspaceId: string,
  flowId: string,
  before: Date,
): Promise<{ lines: number; open: number }> {
  const found = await pool.query<{ lines: number; open: number }>(
    `SELECT coalesce(sum(lines) FILTER (WHERE status NOT IN ('held', 'parked')), 0)::float8 AS lines,
       coalesce(sum(lines) FILTER (WHERE status IN ('held', 'parked')), 0)::float8 AS open
     FROM (
       SELECT status, lines FROM ledger_count
       WHERE workspace_id = $1 AND flow_id = $2 AND bucket > '-infinity' AND bucket < $3
       UNION ALL SELECT status, lines FROM ledger_count_delta
       WHERE workspace_id = $1 AND flow_id = $2 AND bucket > '-infinity' AND bucket < $3
     ) c`,
    [workspaceId, flowId, before],
  );
  return found.rows[0] ?? { lines: 0, open: 0 };
}
