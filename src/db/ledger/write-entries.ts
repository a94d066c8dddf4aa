import type { ClientBase } from 'pg';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { Lease, MovedCount } from '#core/ports/lane-store.ts';
import { microsToIso } from '#lib/micros.ts';

const columns = `committed_at timestamptz, flow_id text, lane_id text, version int, side text,
  position text, ordinal bigint, op text, status text, code text, detail text, record_key text,
  before jsonb, after jsonb, target_before jsonb, target_after jsonb, changed jsonb, cause text,
  conflict jsonb, captured_at timestamptz, applied_at timestamptz`;

const upsert = `
WITH lease AS (
  SELECT 1 FROM deployment WHERE "flowId" = $3 AND epoch = $4
), written AS (
INSERT INTO ledger_entry (committed_at, workspace_id, flow_id, lane_id, version, side, position, ordinal, op,
  status, code, detail, record_key, before, after, target_before, target_after, changed, cause, conflict,
  captured_at, applied_at)
SELECT e.committed_at, $2, e.flow_id, e.lane_id, e.version, e.side, e.position, e.ordinal, e.op,
  e.status, e.code, e.detail, e.record_key, e.before, e.after, e.target_before, e.target_after,
  ARRAY(SELECT jsonb_array_elements_text(e.changed)), e.cause, e.conflict, e.captured_at, e.applied_at
FROM json_to_recordset($1::json) AS e(${columns}) WHERE EXISTS (SELECT FROM lease)
ON CONFLICT (committed_at, lane_id, side, position, ordinal) DO UPDATE SET
  version = excluded.version, op = excluded.op, status = excluded.status, code = excluded.code,
  detail = excluded.detail, record_key = excluded.record_key, before = excluded.before, after = excluded.after,
  target_before = excluded.target_before, target_after = excluded.target_after, changed = excluded.changed,
  cause = excluded.cause, conflict = excluded.conflict, captured_at = excluded.captured_at,
  applied_at = excluded.applied_at, writes = ledger_entry.writes + 1
  RETURNING lane_id, side, status, writes > 1 AS replaced
)
SELECT NULL AS "laneId", NULL AS side, NULL AS "from", 0 AS count WHERE EXISTS (SELECT FROM lease)
UNION ALL
SELECT lane_id, side, status, count(*)::int FROM written WHERE replaced GROUP BY 1, 2, 3`;

/**
 * Writes entries in one statement; an entry of the same (lane, side, position, ordinal) is replaced.
 * Nothing is written under a stale lease.
 *
 * @returns entries that stood already, by their status now; null under a stale lease.
 */
export async function writeEntries(
  client: Pick<ClientBase, 'query'>,
  workspaceId: string,
  lease: Lease,
  entries: LedgerEntry[],
): Promise<MovedCount[] | null> {
  const rows = entries.map((entry) => ({
    committed_at: microsToIso(entry.commitTime),
    flow_id: entry.flowId,
    lane_id: entry.laneId,
    version: entry.version,
    side: entry.side,
    position: entry.position,
    ordinal: entry.ordinal,
    op: entry.op,
    status: entry.status,
    code: entry.code,
    detail: entry.detail,
    record_key: entry.recordKey,
    before: entry.before,
    after: entry.after,
    target_before: entry.targetBefore,
    target_after: entry.targetAfter,
    changed: entry.changed,
    cause: entry.cause,
    conflict: entry.conflict,
    captured_at: microsToIso(entry.capturedAt),
    applied_at: microsToIso(entry.appliedAt),
  }));
  const result = await client.query<Omit<MovedCount, 'to'>>({
    name: 'ledger-upsert',
    text: upsert,
    values: [JSON.stringify(rows), workspaceId, lease.flowId, lease.epoch],
  });
  if (result.rows.length === 0) return null;
  return result.rows.slice(1).map((row) => ({ ...row, to: null }));
}
