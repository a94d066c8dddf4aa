import type { Pool } from 'pg';
import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';

/** What has been added to a lane's counts since they were last written, and its lag now. */
export type LaneMinuteDelta = {
  laneId: string;
  flowId: string;
  side: 'left' | 'right';
  counts: Record<LedgerStatus, number>;
  lagP50: number | null;
  lagP99: number | null;
};

const upsert = `
INSERT INTO lane_minute ("laneId", "flowId", side, minute, applied, unchanged, resolved, held, failed, parked,
  skipped, "lagP50", "lagP99")
SELECT m."laneId", m."flowId", m.side, date_trunc('minute', now()), m.applied, m.unchanged, m.resolved, m.held,
  m.failed, m.parked, m.skipped, m."lagP50", m."lagP99"
FROM json_to_recordset($1::json) AS m("laneId" text, "flowId" text, side text, applied int, unchanged int,
  resolved int, held int, failed int, parked int, skipped int, "lagP50" float8, "lagP99" float8)
ON CONFLICT ("laneId", side, minute) DO UPDATE SET
  applied = lane_minute.applied + excluded.applied, unchanged = lane_minute.unchanged + excluded.unchanged,
  resolved = lane_minute.resolved + excluded.resolved, held = lane_minute.held + excluded.held,
  failed = lane_minute.failed + excluded.failed, parked = lane_minute.parked + excluded.parked,
  skipped = lane_minute.skipped + excluded.skipped, "lagP50" = excluded."lagP50", "lagP99" = excluded."lagP99"`;

/** Adds to the current minute's counts. */
export async function writeLaneMinutes(pool: Pool, deltas: LaneMinuteDelta[]): Promise<void> {
  if (deltas.length === 0) return;
  const rows = deltas.map(({ counts, ...rest }) => ({ ...rest, ...counts }));
  await pool.query(upsert, [JSON.stringify(rows)]);
}
