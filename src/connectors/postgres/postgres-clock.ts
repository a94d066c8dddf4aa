import { measureClock } from '#lib/measure-clock.ts';
import type { PostgresDatabase } from './postgres-database.ts';

/** Server time minus local time, and how far that may be off, in microseconds. */
export function measurePostgresClock(
  database: PostgresDatabase,
): Promise<{ offset: number; uncertainty: number }> {
  return database.withClient((client) =>
    measureClock(async () => {
      const { rows } = await client.query<{ at: string }>(
        'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS at',
      );
      return Number(rows[0]!.at);
    }),
  );
}
