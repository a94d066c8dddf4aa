import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import type { DigestsAhead, LaneCommit } from '#core/ports/lane-store.ts';

const Digests = z.array(
  z.object({
    laneId: z.string(),
    recordKey: z.string(),
    fields: z.record(z.string(), z.object({ left: z.string(), right: z.string() })).nullable(),
  }),
);

const upsert = `
INSERT INTO digests_ahead ("laneId", side, "flowId", position, ordinal, digests) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT ("laneId", side) DO UPDATE SET position = excluded.position, ordinal = excluded.ordinal, digests = excluded.digests`;

/** Keeps digests that are to count later, or forgets them: they count now, or never will. */
export async function writeDigestsAhead(
  client: Pick<ClientBase, 'query'>,
  flowId: string,
  { put = [], remove = [] }: NonNullable<LaneCommit['ahead']>,
): Promise<void> {
  for (const { laneId, side, place, digests } of put) {
    const values = [laneId, side, flowId, place.position, place.ordinal, JSON.stringify(digests)];
    await client.query({ name: 'digests-ahead-put', text: upsert, values });
  }
  for (const { laneId, side } of remove) {
    await client.query({
      name: 'digests-ahead-remove',
      text: 'DELETE FROM digests_ahead WHERE "laneId" = $1 AND side = $2',
      values: [laneId, side],
    });
  }
}

/** What of a lane may count already. */
export async function readDigestsAhead(pool: Pool, laneId: string): Promise<DigestsAhead[]> {
  const found = await pool.query<{
    side: 'left' | 'right';
    position: string;
    ordinal: number;
    digests: string;
  }>('SELECT side, position, ordinal, digests FROM digests_ahead WHERE "laneId" = $1', [laneId]);
  return found.rows.map(({ side, position, ordinal, digests }) => ({
    ...{ laneId, side, place: { position, ordinal } },
    digests: Digests.parse(JSON.parse(digests)),
  }));
}
