import pg from 'pg';

/** Milliseconds for which a session may stand still in the middle of a transaction. */
const STANDS_STILL = 60_000;

/**
 * Connections to Syncline's own store for bulk work, in UTC as its times are kept. What a process that stands still (it is
 * frozen, or cut off) holds in a transaction is let go of after a minute: others may wait for it.
 */
export function storePool(
  url: string,
  applicationName: string,
  max = 12,
  standsStill = STANDS_STILL,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    options: `-c timezone=UTC -c idle_in_transaction_session_timeout=${standsStill}`,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that breaks is replaced with the next query, which reports what is wrong.
  pool.on('error', () => undefined);
  // So does the next statement on one that breaks in use; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
