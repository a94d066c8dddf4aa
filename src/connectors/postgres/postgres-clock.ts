import type { PostgresDatabase } from './postgres-database.ts';

const ROUND_TRIPS = 7;

/**
 * Server time minus local time, and how far that may be off, in microseconds: the quickest of
 * several round trips, since the server read its clock somewhere within it.
 */
export async function measurePostgresClock(
  database: PostgresDatabase,
): Promise<{ offset: number; uncertainty: number }> {
  const localTime = alignedClock();
  let best = { offset: 0, uncertainty: Number.POSITIVE_INFINITY };
  await database.withClient(async (client) => {
    for (let i = 0; i < ROUND_TRIPS; i++) {
      const sent = localTime();
      const { rows } = await client.query<{ at: string }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS at',
      );
      const received = localTime();
      const uncertainty = Math.ceil((received - sent) / 2);
      if (uncertainty < best.uncertainty) {
        best = { offset: Math.round(Number(rows[0]!.at) - (sent + received) / 2), uncertainty };
      }
    }
  });
  return best;
}

/** `Date.now()` in microseconds: aligned at the change of a millisecond, then carried by the finer clock. */
function alignedClock(): () => number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  const start = performance.now();
  return () => now * 1000 + (performance.now() - start) * 1000;
}
