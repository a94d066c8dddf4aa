import pg from 'pg';

/** Connections to Syncline's own store for bulk work, in UTC as its times are kept. */
export function storePool(url: string, applicationName: string, max = 12): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    options: '-c timezone=UTC',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that breaks is replaced with the next query, which reports what is wrong.
  pool.on('error', () => undefined);
  // So does the next statement on one that breaks in use; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
