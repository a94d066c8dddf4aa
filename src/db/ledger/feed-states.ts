import type { ClientBase, Pool } from 'pg';
import type { Place } from '#core/change/position.ts';
import type { FeedState, KeptPlace, LaneCommit, PendingTruncation } from '#core/ports/lane-store.ts';

const feedUpsert = `
INSERT INTO feed_state ("feedId", "flowId", system, timeline, "changedAt") VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ("feedId") DO UPDATE SET system = excluded.system, timeline = excluded.timeline,
  "changedAt" = excluded."changedAt"`;

const placeUpsert = `
INSERT INTO lane_state AS known ("laneId", "flowId", places, "updatedAt")
VALUES ($1, $2, jsonb_build_object($3::text, $4::jsonb), now())
ON CONFLICT ("laneId") DO UPDATE SET places = known.places || excluded.places`;

const truncationUpsert = `
INSERT INTO lane_state AS known ("laneId", "flowId", truncations, "updatedAt")
VALUES ($1, $2, jsonb_build_object($3::text, $4::jsonb), now())
ON CONFLICT ("laneId") DO UPDATE SET truncations = known.truncations || excluded.truncations`;

/** Writes what a commit says of feeds, of how far sides are applied, and of truncations. */
export async function writeFeedStates(
  client: ClientBase,
  flowId: string,
  {
    feeds = [],
    startOver = [],
    places = [],
    truncations = [],
  }: Pick<LaneCommit, 'feeds' | 'startOver' | 'places' | 'truncations'>,
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
  for (const { laneId, side, truncation } of truncations) {
    if (truncation) await client.query(truncationUpsert, [laneId, flowId, side, truncation]);
    else {
      const forget = 'UPDATE lane_state SET truncations = truncations - $2::text WHERE "laneId" = $1';
      await client.query(forget, [laneId, side]);
    }
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

/** Truncations of a lane that are still to be carried, by the side that was truncated. */
export async function readTruncations(
  pool: Pool,
  laneId: string,
): Promise<Partial<Record<KeptPlace['side'], PendingTruncation>>> {
  const found = await pool.query<{ truncations: Partial<Record<KeptPlace['side'], PendingTruncation>> }>(
    'SELECT truncations FROM lane_state WHERE "laneId" = $1',
    [laneId],
  );
  return found.rows[0]?.truncations ?? {};
}
