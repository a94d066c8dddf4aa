import type { ClientBase, Pool } from 'pg';
import { inTransaction } from './in-transaction.ts';
import { wentWell } from './went-well.ts';

type Client = Pick<ClientBase, 'query'>;

/** Lines of one issue that are removed, and the records that they are of. */
export type IssueLines = { issue_id: string; lines: number; records: string[] };

/**
 * What issues lose with lines that are removed, as SQL: rows of `IssueLines`.
 * @param gone a relation of whole lines of the ledger
 */
export const issueLines = (gone: string) => `SELECT issue_id, count(*)::int AS lines,
  array_agg(DISTINCT record_key) AS records FROM ${gone} WHERE issue_id IS NOT NULL GROUP BY 1`;

const given = `given AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json) AS g(issue_id text, lines int, records text[])
), locked AS MATERIALIZED (
  SELECT i.id, i."laneId", g.lines, g.records FROM issue i JOIN given g ON g.issue_id = i.id ORDER BY i.id FOR UPDATE OF i
)`;

const lines = `
WITH ${given}
UPDATE issue SET lines = greatest(0, issue.lines - l.lines),
  -- It comes back after so many more lines, as before.
  "snoozedLines" = greatest(1, issue."snoozedLines" - l.lines)
FROM locked l WHERE issue.id = l.id`;

/** Takes removed lines out of what their issues count, in the removal's own transaction. */
export async function forgetIssueLines(client: Client, lost: readonly IssueLines[]): Promise<void> {
  if (lost.length > 0) await client.query(lines, [JSON.stringify(lost)]);
}

// Of a record that is out of line what is known stays, with or without its lines.
const records = `
WITH ${given}, away AS (
  DELETE FROM issue_record r USING locked l
  WHERE r.issue_id = l.id AND r.record_key = ANY(l.records) AND r.failed_at IS NULL
    AND NOT EXISTS (SELECT FROM pending_record p WHERE p."laneId" = l."laneId" AND p."recordKey" = r.record_key
      AND p."issueId" = l.id)
    AND NOT EXISTS (SELECT FROM ledger_entry e WHERE e.lane_id = l."laneId" AND e.record_key = r.record_key
      AND e.issue_id = l.id
      AND ($2::timestamptz IS NULL OR e.committed_at < $2::timestamptz OR e.committed_at >= $3::timestamptz))
  RETURNING r.issue_id
)
UPDATE issue SET records = greatest(0, issue.records - a.count)
FROM (SELECT issue_id, count(*)::int AS count FROM away GROUP BY 1) a WHERE issue.id = a.issue_id`;

/**
 * Takes records out of issues of which no line is left, but for those that are out of line still.
 * @param day whose lines are about to go; null where they are gone already
 */
export async function forgetIssueRecords(
  client: Client,
  lost: readonly IssueLines[],
  day: { from: Date; to: Date } | null,
): Promise<void> {
  if (lost.length === 0) return;
  await client.query(records, [JSON.stringify(lost), day?.from ?? null, day?.to ?? null]);
}

/** Records that are looked at by one statement. */
const BATCH = 1_000;

// That a record went well after it had failed is told by lines that may be about to go: it is written down before.
const settle = `
WITH old AS MATERIALIZED (
  SELECT r.issue_id, r.record_key, r.failed_at, i."laneId" AS lane_id, i."resolvedAt" AT TIME ZONE 'UTC' AS resolved_at
  FROM issue i JOIN issue_record r ON r.issue_id = i.id
  WHERE i."flowId" = $1 AND r.failed_at < $2 AND (r.issue_id, r.record_key) > ($3, $4)
  ORDER BY 1, 2 LIMIT ${BATCH}
), well AS (
  UPDATE issue_record r SET failed_at = NULL FROM old o
  WHERE r.issue_id = o.issue_id AND r.record_key = o.record_key AND r.failed_at = o.failed_at
    AND (r.failed_at <= o.resolved_at
      OR ${wentWell({ laneId: 'o.lane_id', recordKey: 'o.record_key', failedAt: 'o.failed_at' })})
  RETURNING r.issue_id, r.record_key
)
SELECT issue_id AS "issueId", record_key AS "recordKey", w IS NOT NULL AS well
FROM old LEFT JOIN well w USING (issue_id, record_key) ORDER BY 1, 2`;

type FailedRecord = { issueId: string; recordKey: string; well: boolean };

/** Keeps which records of a flow are well again, before the lines go that tell it. */
export async function settleFailedRecords(
  pool: Pool,
  flowId: string,
  before: Date,
  rest: (milliseconds: number) => Promise<boolean>,
): Promise<void> {
  let last = { issueId: '', recordKey: '' };
  for (;;) {
    const started = performance.now();
    const found = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<FailedRecord>(settle, [
        flowId,
        before,
        last.issueId,
        last.recordKey,
      ]);
      const well = Map.groupBy(
        rows.filter((row) => row.well),
        ({ issueId }) => issueId,
      );
      const of = [...well].map(([issue_id, records]) => ({
        ...{ issue_id, lines: 0 },
        records: records.map(({ recordKey }) => recordKey),
      }));
      await forgetIssueRecords(client, of, null);
      return rows;
    });
    const next = found.at(-1);
    if (found.length < BATCH || !next || !(await rest(performance.now() - started))) return;
    last = next;
  }
}

const hours = `
DELETE FROM issue_hour h USING issue i
WHERE i.id = h.issue_id AND i."flowId" = $1 AND h.hour < date_trunc('hour', $2::timestamptz, 'UTC')`;

// A sample quotes values as its line did: where that is gone, a line that is left takes its place, or nothing.
const samples = `
WITH old AS MATERIALIZED (
  SELECT i.id, i."laneId", i.sample ->> 'recordKey' AS record_key FROM issue i
  WHERE i."flowId" = $1 AND i."lastSeen" < $2::timestamptz AT TIME ZONE 'UTC' AND i.sample <> 'null'
  ORDER BY i.id FOR UPDATE
)
UPDATE issue SET sample = coalesce((
  SELECT jsonb_build_object('recordKey', e.record_key, 'detail', e.detail) FROM ledger_entry e
  WHERE e.issue_id = o.id ORDER BY e.committed_at DESC, e.seq DESC LIMIT 1), 'null')
FROM old o WHERE issue.id = o.id AND NOT EXISTS (
  SELECT FROM ledger_entry e WHERE e.issue_id = o.id AND e.lane_id = o."laneId" AND e.record_key = o.record_key)`;

/** Thins what issues of a flow keep beside their lines: hours of the trend, and samples. */
export async function thinIssues(pool: Pool, flowId: string, before: Date): Promise<void> {
  await pool.query(hours, [flowId, before]);
  await inTransaction(pool, (client) => client.query(samples, [flowId, before]));
}
