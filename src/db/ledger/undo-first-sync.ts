import type { Pool } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { FirstSyncState, Lease } from '#core/ports/lane-store.ts';
import { resolveRecovered } from './keep-issues.ts';
import { listEntries } from './read-ledger.ts';

const PAGE = 500;

/** What the lane's last first sync wrote, newest first; empty where it never had one. */
export async function* firstSyncWrites(
  pool: Pool,
  workspaceId: string,
  lane: { flowId: string; laneId: string },
): AsyncGenerator<LedgerEntry[]> {
  const found = await pool.query<{ firstSync: FirstSyncState | null }>(
    'SELECT "firstSync" FROM lane_state WHERE "laneId" = $1',
    [lane.laneId],
  );
  const state = found.rows[0]?.firstSync;
  if (!state) return;
  const filter = { ...lane, cause: 'snapshot' as const, status: ['applied' as const, 'resolved' as const] };
  let cursor: string | null = null;
  do {
    const page = await listEntries(pool, workspaceId, filter, { cursor, limit: PAGE });
    if (page.entries.some(({ payload }) => payload !== undefined)) {
      throw new SyncError(
        'VALUES_NOT_KEPT',
        'Not all values that the first sync wrote were kept in the ledger.',
      );
    }
    yield page.entries.filter(({ position }) => position === `first-sync/${state.generation}`);
    cursor = page.next;
  } while (cursor !== null);
}

/** Those of these records that the ledger has a line of. */
export async function recordsWithLines(
  pool: Pool,
  laneId: string,
  recordKeys: string[],
): Promise<Set<string>> {
  const found = await pool.query<{ key: string }>(
    `SELECT DISTINCT record_key AS key FROM ledger_entry
     WHERE lane_id = $1 AND record_key = ANY($2) AND cause <> 'revert'`,
    [laneId, recordKeys],
  );
  return new Set(found.rows.map(({ key }) => key));
}

/**
 * Forgets what a lane that does not run knows of its records: links, digests, what waits. When it runs
 * again it meets its data anew. Throws `LEASE_STALE`.
 */
export async function forgetMeeting(pool: Pool, lease: Lease, laneId: string): Promise<void> {
  const done = await pool.query(
    `WITH held AS (
       SELECT 1 FROM deployment WHERE "flowId" = $2 AND epoch = $3 AND desired = 'paused' FOR UPDATE
     ), links AS (
       DELETE FROM record_link WHERE lane_id = $1 AND EXISTS (SELECT FROM held)
     ), digests AS (
       DELETE FROM record_digest WHERE "laneId" = $1 AND EXISTS (SELECT FROM held)
     ), pending AS (
       DELETE FROM pending_record WHERE "laneId" = $1 AND EXISTS (SELECT FROM held)
     ), halves AS (
       DELETE FROM half_written WHERE "laneId" = $1 AND EXISTS (SELECT FROM held)
     ), ahead AS (
       DELETE FROM digests_ahead WHERE "laneId" = $1 AND EXISTS (SELECT FROM held)
     ), candidates AS (
       DELETE FROM match_candidate WHERE scope = $1 AND EXISTS (SELECT FROM held)
     )
     UPDATE lane_state SET "firstSync" = jsonb_set("firstSync", '{shape}', '""') WHERE "laneId" = $1
       AND "firstSync" IS NOT NULL AND EXISTS (SELECT FROM held)`,
    [laneId, lease.flowId, lease.epoch],
  );
  if (done.rowCount === 0) {
    throw new SyncError('LEASE_STALE', 'The flow was resumed before its first sync was undone.');
  }
  const open = await pool.query<{ id: string }>(
    `SELECT id FROM issue WHERE "laneId" = $1 AND state IN ('open', 'snoozed')`,
    [laneId],
  );
  await resolveRecovered(
    pool,
    open.rows.map(({ id }) => id),
  );
}
