import type { Pool } from 'pg';
import type { ChainKey } from './chain/chain-key.ts';
import type { LoosePiece } from './chain/seal-blocks.ts';
import { type RemovalNote, removal, removalColumns, sealRemoval } from './chain/seal-removal.ts';
import { inTransaction } from './in-transaction.ts';
import { forgetIssueLines, forgetIssueRecords, type IssueLines, issueLines } from './issue-lines.ts';
import { bucketOf, countColumns } from './line-counts.ts';

/** Lines that one statement removes, at most: a moment's work, between which writers get their turn. */
const BATCH = 2_000;
/** Of the time, removing takes no more than a fifth. */
const REST = 4;

// What is open is kept, however old: somebody, or the lane, has still to come back to it.
const remove = (where: string) => `
WITH old AS MATERIALIZED (
  SELECT committed_at, lane_id, side, position, ordinal FROM ledger_entry
  WHERE lane_id = $1 AND ${where} AND committed_at >= $3::timestamptz AND status NOT IN ('held', 'parked')
  ORDER BY committed_at, seq LIMIT ${BATCH}
), gone AS (
  DELETE FROM ledger_entry e USING old o
  WHERE e.committed_at = o.committed_at AND e.lane_id = o.lane_id AND e.side = o.side
    AND e.position = o.position AND e.ordinal = o.ordinal AND e.status NOT IN ('held', 'parked')
  RETURNING e.*
), ${removal('gone', '$4')}, counted AS (
  INSERT INTO ledger_count_delta (${countColumns})
  SELECT workspace_id, n.bucket, flow_id, lane_id, side, version, op, status, coalesce(code, ''), cause, sum(n.lines)
  FROM gone, LATERAL (VALUES (${bucketOf('committed_at')}, -1), (timestamptz '-infinity', 1)) AS n(bucket, lines)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)
SELECT (SELECT count(*) FROM gone)::int AS removed, (SELECT count(*) FROM old)::int AS found,
  (SELECT max(committed_at)::text FROM old) AS reached,
  (SELECT jsonb_agg(i) FROM (${issueLines('gone')}) i) AS issues,
  (SELECT jsonb_agg(${removalColumns}) FROM piece) AS pieces`;

const before = remove('committed_at < $2::timestamptz');
// A clock far ahead: by their commit such lines would never grow old.
const ahead = remove(`committed_at > now() + interval '2 days' AND applied_at < $2::timestamptz`);

type Removed = {
  removed: number;
  found: number;
  reached: string | null;
  issues: IssueLines[] | null;
  pieces: LoosePiece[] | null;
};

/**
 * Removes a lane's lines from before a moment, in small batches with rests between, but never what is still held or
 * parked. Counts follow in the same statements, and the lane's chain tells of it. @returns how many lines were removed
 */
export async function removeLines(
  pool: Pool,
  chain: { key: ChainKey; note: RemovalNote },
  laneId: string,
  cutoff: Date,
  rest: (milliseconds: number) => Promise<boolean>,
): Promise<number> {
  let total = 0;
  for (const text of [before, ahead]) {
    let from = '-infinity';
    for (;;) {
      const started = performance.now();
      const done = await inTransaction(pool, async (client) => {
        const { rows } = await client.query<Removed>(text, [
          laneId,
          cutoff.toISOString(),
          from,
          JSON.stringify(chain.note),
        ]);
        const issues = rows[0]?.issues ?? [];
        await forgetIssueLines(client, issues);
        await forgetIssueRecords(client, issues, null);
        await sealRemoval(client, chain.key, rows[0]?.pieces ?? []);
        return rows[0];
      });
      const { removed = 0, found = 0, reached = null } = done ?? {};
      total += removed;
      if (found < BATCH || reached === null) break;
      from = reached;
      if (!(await rest(REST * (performance.now() - started)))) return total;
    }
  }
  return total;
}
