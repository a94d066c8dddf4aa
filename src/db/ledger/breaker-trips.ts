import type { ClientBase, Pool } from 'pg';
import { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import { fromStoredJson, toStoredJson } from './stored-json.ts';

const upsert = `
INSERT INTO breaker_trip AS known ("laneId", side, "flowId", state, body, "trippedAt", until, "decidedBy", "decidedAt")
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT ("laneId", side) DO UPDATE SET state = excluded.state, body = excluded.body,
  "trippedAt" = excluded."trippedAt", until = excluded.until,
  "decidedBy" = excluded."decidedBy", "decidedAt" = excluded."decidedAt"
WHERE known.state = 'tripped' OR known."trippedAt" <> excluded."trippedAt"`;

/** Keeps trips: a new one takes the place of an older one, and none that a person has decided is written over. */
export async function writeTrips(client: ClientBase, flowId: string, trips: BreakerTrip[]): Promise<void> {
  for (const { laneId, side, state, kinds, preview, trippedAt, until, decidedBy, decidedAt } of trips) {
    const body = toStoredJson({ kinds, preview });
    await client.query(upsert, [laneId, side, flowId, state, body, trippedAt, until, decidedBy, decidedAt]);
  }
}

/** The trips of one lane, one per side at most. */
export async function readTrips(pool: Pool, laneId: string): Promise<BreakerTrip[]> {
  const found = await pool.query<{ body: object }>(
    `SELECT "laneId", side, state, body, "trippedAt"::float8 AS "trippedAt", until, "decidedBy",
       "decidedAt"::float8 AS "decidedAt"
     FROM breaker_trip WHERE "laneId" = $1 ORDER BY side`,
    [laneId],
  );
  return found.rows.map(({ body, ...trip }) => BreakerTrip.parse({ ...fromStoredJson(body), ...trip }));
}
