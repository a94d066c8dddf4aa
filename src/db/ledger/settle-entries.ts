import type { ClientBase } from 'pg';
import type { Settlement } from '#core/ports/lane-store.ts';
import { microsToIso } from '#lib/micros.ts';
import { lineDigest } from './chain/line-digest.ts';
import { blockId, type LoosePiece, looseColumns, pieces, writtenColumns } from './chain/seal-blocks.ts';
import { inKeyOrder } from './in-key-order.ts';
import { bucketOf, countColumns } from './line-counts.ts';
import type { MovedLines } from './line-moves.ts';
import { storedText, toStoredJson } from './stored-json.ts';
import { verdictsOf } from './verdicts.ts';
import { movedAndPieces } from './write-entries.ts';

const other = `CASE e.side WHEN 'left' THEN 'right' ELSE 'left' END`;
/** What a line says of its outcome, but for when: what is tried again and again and fails alike is written once. */
const says = `(e.status, e.code, e.detail, e.target_before, e.target_after, e.conflict, e.issue_id)`;
const isToSay = `(s.status, s.code, s.detail, nullif(s.before -> ${other}, 'null'), nullif(s.after -> ${other}, 'null'),
    nullif(s.conflict, 'null'), coalesce(s.issue_id, e.issue_id))`;

const settleOf = (statuses: string) => `
WITH ${blockId}, settled AS (
  SELECT * FROM json_to_recordset($1::json) AS s(lane_id text, record_key text, status text, code text,
    detail text, applied_at timestamptz, before jsonb, after jsonb, conflict jsonb, issue_id text,
    payload text)
), open AS (
  SELECT e.committed_at, e.seq, e.lane_id, e.side, e.position, e.ordinal, e.record_key, e.status AS was,
    e.issue_id AS was_issue, e.code AS was_code, e.block AS was_block, ${lineDigest('e')} AS digest
  FROM ledger_entry e JOIN settled s ON e.lane_id = s.lane_id AND e.record_key = s.record_key
  WHERE e.status IN (${statuses}) AND ${says} IS DISTINCT FROM ${isToSay}
  FOR UPDATE OF e
), ordered AS (
  SELECT *, row_number() OVER (PARTITION BY lane_id, record_key ORDER BY committed_at DESC, seq DESC) AS age FROM open
), moved AS (
  UPDATE ledger_entry e SET status = s.status, code = s.code, detail = s.detail, applied_at = s.applied_at,
    target_before = nullif(s.before -> ${other}, 'null'), target_after = nullif(s.after -> ${other}, 'null'),
    block = (SELECT id FROM block), conflict = nullif(s.conflict, 'null'), issue_id = coalesce(s.issue_id, e.issue_id),
    -- Whatever was left out of a part of the line is left out of the line.
    payload = CASE WHEN e.payload = 'digests' OR s.payload IS NULL THEN e.payload ELSE s.payload END,
    verdicts = CASE WHEN s.status = 'resolved' AND o.age = 1 THEN ${verdictsOf(`nullif(s.conflict, 'null')`)} END
  FROM ordered o JOIN settled s ON o.lane_id = s.lane_id AND o.record_key = s.record_key
  WHERE e.committed_at = o.committed_at AND e.lane_id = o.lane_id AND e.side = o.side
    AND e.position = o.position AND e.ordinal = o.ordinal
  RETURNING ${writtenColumns('e')}, e.workspace_id, e.flow_id, e.committed_at, e.side, e.version, e.op, e.cause, o.was,
    o.was_code, e.status, e.code, o.was_issue, e.issue_id, o.was_block, o.digest AS old_digest
), counted AS (
  INSERT INTO ledger_count_delta (${countColumns})
  SELECT workspace_id, ${bucketOf('committed_at')}, flow_id, lane_id, side, version, op, n.status,
    coalesce(n.code, ''), cause, sum(n.lines)
  FROM moved m, LATERAL (VALUES (m.was, m.was_code, -1), (m.status, m.code, 1)) AS n(status, code, lines)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
), stood AS MATERIALIZED (
  SELECT lane_id, seq, was_block, old_digest AS digest FROM moved
), kept AS (
  INSERT INTO ledger_superseded (lane_id, seq, was_block, block, digest)
  SELECT lane_id, seq, was_block, (SELECT id FROM block), digest FROM stood
), piece AS MATERIALIZED (${pieces('moved', 'settled', 'stood')})
SELECT lane_id AS "laneId", side, was AS "from", status AS "to", code, was_issue AS "wasIssue", issue_id AS issue,
  count(*)::int AS count, NULL::jsonb AS piece
FROM moved GROUP BY 1, 2, 3, 4, 5, 6, 7
UNION ALL
SELECT lane_id, NULL, NULL, NULL, NULL, NULL, NULL, 0, ${looseColumns} FROM piece`;

/**
 * Gives the open entries of these records (held or parked) their outcome, where they do not say it already; where it is
 * said of one, their failed ones too.
 * @param issues the issue of each settlement; a line without one stays in the issue that it was in.
 * @returns what moved, and what is to be linked at the end of the transaction.
 */
export async function settleEntries(
  client: ClientBase,
  settlements: Settlement[],
  issues: (string | null)[],
): Promise<{ moved: MovedLines[]; pieces: LoosePiece[] }> {
  const failed = settlements.some((each) => each.failed);
  const placed = settlements.map((each, index) => ({ ...each, issue: issues[index] ?? null }));
  const rows = inKeyOrder(placed).map((each) => ({
    lane_id: each.laneId,
    record_key: each.recordKey,
    status: each.status,
    code: each.code,
    detail: storedText(each.detail),
    applied_at: microsToIso(each.appliedAt),
    before: each.before,
    after: each.after,
    conflict: each.conflict,
    issue_id: each.issue,
    payload: each.payload ?? null,
  }));
  const result = await client.query<MovedLines & { piece: LoosePiece | null }>({
    name: failed ? 'ledger-settle-failed' : 'ledger-settle',
    text: settleOf(failed ? `'held', 'parked', 'failed'` : `'held', 'parked'`),
    values: [toStoredJson(rows)],
  });
  return movedAndPieces(result.rows);
}
