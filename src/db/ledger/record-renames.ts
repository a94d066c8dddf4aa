import type { ClientBase, Pool } from 'pg';
import type { LedgerLine } from '#core/ledger/ledger-line.ts';
import { microsToIso } from '#lib/micros.ts';
import { epochMicros } from './read-ledger.ts';

/** That a record got another key, and the line that tells of it. */
export type RecordRename = {
  from: string;
  to: string;
  /** The other side followed. */
  carried: boolean;
  /** Microseconds since 1970, on the side's clock. */
  commitTime: number;
  side: string;
  position: string;
  ordinal: number;
};

/** Renames that one record is followed through, at most. */
const MOST = 200;

/** Keeps the renames that lines tell of, in the commit of these. */
export async function writeRenames(
  client: Pick<ClientBase, 'query'>,
  flowId: string,
  entries: readonly LedgerLine[],
): Promise<void> {
  const rows = entries.flatMap(({ renamed, laneId, commitTime, side, position, ordinal }) =>
    renamed
      ? [
          {
            lane_id: laneId,
            from_key: renamed.from,
            to_key: renamed.to,
            carried: renamed.carried,
            committed_at: microsToIso(commitTime),
            side,
            position,
            ordinal,
          },
        ]
      : [],
  );
  if (rows.length === 0) return;
  await client.query({
    name: 'renames-put',
    text: `INSERT INTO record_rename (flow_id, lane_id, from_key, to_key, carried, committed_at, side, position, ordinal)
      SELECT $2, r.* FROM json_to_recordset($1::json) AS r(lane_id text, from_key text, to_key text, carried boolean,
        committed_at timestamptz, side text, position text, ordinal bigint)
      ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(rows), flowId],
  });
}

/** Renames that a record of this key went through before, and those by which records of any of its keys got others. */
export async function readRenames(pool: Pool, laneId: string, recordKey: string): Promise<RecordRename[]> {
  const found = await pool.query<RecordRename>(
    `WITH RECURSIVE known AS (
       SELECT $2::text AS key
       UNION
       SELECT r.from_key FROM known k JOIN record_rename r ON r.lane_id = $1 AND r.to_key = k.key
     )
     SELECT from_key AS "from", to_key AS "to", carried, ${epochMicros('committed_at')} AS "commitTime", side, position,
       ordinal::float8
     FROM record_rename r WHERE lane_id = $1
       AND (to_key IN (SELECT key FROM known) OR from_key = $2)
     ORDER BY committed_at DESC, position DESC, ordinal DESC LIMIT ${MOST}`,
    [laneId, recordKey],
  );
  return found.rows;
}

/** Forgets renames whose lines are not kept any more. */
export async function forgetRenames(pool: Pool, flowId: string, before: Date): Promise<void> {
  await pool.query('DELETE FROM record_rename WHERE flow_id = $1 AND committed_at < $2', [
    flowId,
    before.toISOString(),
  ]);
}
