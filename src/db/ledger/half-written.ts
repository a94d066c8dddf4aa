import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import { PendingRecord } from '#core/ledger/pending-record.ts';
import type { HalfWritten, LaneCommit } from '#core/ports/lane-store.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

const Records = z.array(PendingRecord.pick({ recordKey: true, leftKey: true, rightKey: true, base: true }));

/** Keeps records that are about to be written on both sides, all in one row, or forgets them. */
export async function writeHalves(
  client: Pick<ClientBase, 'query'>,
  flowId: string,
  { put, remove = [] }: NonNullable<LaneCommit['halves']>,
): Promise<void> {
  if (put) {
    await client.query({
      name: 'halves-put',
      text: 'INSERT INTO half_written (id, "flowId", "laneId", records) VALUES ($1, $2, $3, $4)',
      values: [put.id, flowId, put.laneId, toStoredJson(put.records)],
    });
  }
  if (remove.length > 0) {
    await client.query({
      name: 'halves-remove',
      text: 'DELETE FROM half_written WHERE id = ANY($1)',
      values: [remove],
    });
  }
}

/** What of a lane may have been written on one side alone. */
export async function readHalves(pool: Pool, laneId: string): Promise<HalfWritten[]> {
  const found = await pool.query<{ id: string; records: string }>(
    'SELECT id, records FROM half_written WHERE "laneId" = $1',
    [laneId],
  );
  return found.rows.map(({ id, records }) => ({
    ...{ id, laneId, records: Records.parse(fromStoredJson(JSON.parse(records))) },
  }));
}
