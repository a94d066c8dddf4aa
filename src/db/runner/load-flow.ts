import type { Pool } from 'pg';
import type { Lane } from '#core/flow/lane.ts';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';

/** A stored connection, secrets still sealed. */
export type SealedConnection = {
  id: string;
  name: string;
  connector: string;
  config: Record<string, unknown>;
  secrets: string;
};

/** One version of a flow with the connections that its lanes name. */
export type LoadedFlow = {
  flowId: string;
  name: string;
  workspaceId: string;
  version: number;
  lanes: Lane[];
  connections: SealedConnection[];
};

/** Loads the version to be run; null when the flow is gone. */
export async function loadFlow(pool: Pool, flowId: string, versionId: string): Promise<LoadedFlow | null> {
  const found = await pool.query<Omit<LoadedFlow, 'connections'>>(
    `SELECT f.id AS "flowId", f.name, f."workspaceId", v.number AS version, v.lanes
     FROM flow f JOIN flow_version v ON v."flowId" = f.id WHERE f.id = $1 AND v.id = $2`,
    [flowId, versionId],
  );
  const flow = found.rows[0];
  if (!flow) return null;
  const names = new Set(flow.lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]));
  return { ...flow, connections: await loadConnections(pool, flow.workspaceId, [...names]) };
}

/** The lanes of one version of a flow; none where there is no such version. */
export async function loadVersionLanes(pool: Pool, flowId: string, version: number): Promise<Lane[]> {
  const found = await pool.query<{ lanes: Lane[] }>(
    'SELECT lanes FROM flow_version WHERE "flowId" = $1 AND number = $2',
    [flowId, version],
  );
  return found.rows[0]?.lanes ?? [];
}

/** Every lane that any version of the flow ever had. */
export async function loadAllLanes(pool: Pool, flowId: string): Promise<Lane[]> {
  const found = await pool.query<{ lanes: Lane[] }>('SELECT lanes FROM flow_version WHERE "flowId" = $1', [
    flowId,
  ]);
  return found.rows.flatMap((row) => row.lanes);
}

export async function loadConnections(
  pool: Pool,
  workspaceId: string,
  names: string[],
): Promise<SealedConnection[]> {
  const found = await pool.query<SealedConnection>(
    'SELECT id, name, connector, config, secrets FROM connection WHERE "workspaceId" = $1 AND name = ANY($2)',
    [workspaceId, names],
  );
  return found.rows;
}

/** Lines that the ledger has ever had of a flow, by lane, side and status. */
export async function loadTotals(
  pool: Pool,
  flowId: string,
): Promise<{ laneId: string; side: 'left' | 'right'; status: LedgerStatus; count: number }[]> {
  const found = await pool.query(
    `SELECT lane_id AS "laneId", side, status, sum(lines)::float8 AS count
     FROM (SELECT lane_id, side, status, lines FROM ledger_count WHERE flow_id = $1
       UNION ALL SELECT lane_id, side, status, lines FROM ledger_count_delta WHERE flow_id = $1) c
     GROUP BY 1, 2, 3 HAVING sum(lines) <> 0`,
    [flowId],
  );
  return found.rows;
}

/** Forgets a flow and everything kept for it; the ledger keeps its account. */
export async function forgetFlow(pool: Pool, flowId: string): Promise<void> {
  await pool.query(
    `WITH lanes AS (
       DELETE FROM lane_state WHERE "flowId" = $1 RETURNING "laneId"
     ), candidates AS (
       DELETE FROM match_candidate c USING lanes l WHERE c.scope = l."laneId"
     ), digests AS (
       DELETE FROM record_digest d USING lanes l WHERE d."laneId" = l."laneId"
     ), links AS (
       DELETE FROM record_link WHERE flow_id = $1
     ), drifts AS (
       DELETE FROM schema_drift WHERE "flowId" = $1
     ), pending AS (
       DELETE FROM pending_record WHERE "flowId" = $1
     ), halves AS (
       DELETE FROM half_written WHERE "flowId" = $1
     ), ahead AS (
       DELETE FROM digests_ahead WHERE "flowId" = $1
     ), issues AS (
       DELETE FROM issue WHERE "flowId" = $1
     ), trips AS (
       DELETE FROM breaker_trip WHERE "flowId" = $1
     ), feeds AS (
       DELETE FROM feed_state WHERE "flowId" = $1
     ), rules AS (
       DELETE FROM alert_rule WHERE "flowId" = $1
     ), minutes AS (
       DELETE FROM lane_figure WHERE "flowId" = $1
     ), depths AS (
       DELETE FROM lane_depth WHERE "flowId" = $1
     ), logs AS (
       DELETE FROM source_log WHERE "flowId" = $1
     )
     DELETE FROM flow WHERE id = $1`,
    [flowId],
  );
}
