import type { ClientBase, Pool } from 'pg';
import type { Place } from '#core/change/position.ts';
import type { FeedState, KeptPlace, LaneCommit } from '#core/ports/lane-store.ts';

const feedUpsert = `
INSERT INTO feed_state ("feedId", "flowId", system, timeline, "changedAt") VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ("feedId") DO UPDATE SET system = excluded.system, timeline = excluded.timeline,
  "changedAt" = excluded."changedAt"`;

const placeUpsert = `
INSERT INTO lane_state AS known ("laneId", "flowId", places, "updatedAt")
VALUES ($1, $2, jsonb_build_object($3::text, $4::jsonb), now())
ON CONFLICT ("laneId") DO UPDATE SET places = known.places || excluded.places`;

/** Writes what a commit says of feeds and of how far sides are applied. */
export async function writeFeedStates(
  client: ClientBase,
  flowId: string,
  { feeds = [], startOver = [], places = [] }: Pick<LaneCommit, 'feeds' | 'startOver' | 'places'>,
): Promise<void> {
  for (const { feedId, system, timeline, changedAt } of feeds) {
    await client.query(feedUpsert, [feedId, flowId, system, timeline, changedAt]);
  }
  for (const { laneId, side } of startOver) {
    await client.query('UPDATE lane_state SET places = places - $2::text WHERE "laneId" = $1', [
      laneId,
      side,
    ]);
    await client.query('DELETE FROM breaker_trip WHERE "laneId" = $1 AND side = $2', [laneId, side]);
  }
  for (const { laneId, side, place } of places) {
    await client.query(placeUpsert, [laneId, flowId, side, place]);
  }
}

/** What is known of a feed's history. */
export async function readFeedState(pool: Pool, feedId: string): Promise<Omit<FeedState, 'feedId'> | null> {
  const found = await pool.query<Omit<FeedState, 'feedId'>>(
    `SELECT system, timeline, "changedAt"::float8 AS "changedAt" FROM feed_state WHERE "feedId" = $1`,
    [feedId],
  );
  return found.rows[0] ?? null;
}

/** How far each side of a lane is known to be applied on the other. */
export async function readPlaces(
  pool: Pool,
  laneId: string,
): Promise<Partial<Record<KeptPlace['side'], Place>>> {
  const found = await pool.query<{ places: Partial<Record<KeptPlace['side'], Place>> }>(
    'SELECT places FROM lane_state WHERE "laneId" = $1',
    [laneId],
  );
  return found.rows[0]?.places ?? {};
}
