import { hostname } from 'node:os';
import pg from 'pg';
import { env } from '#config/env.ts';

/** The runner's health check where it runs in a container: exits 0 while the runner of this host says that it lives. */
const client = new pg.Client({ connectionString: env.databaseUrl(), options: '-c timezone=UTC' });
try {
  await client.connect();
  const { rowCount } = await client.query(
    `SELECT 1 FROM runner WHERE host = $1 AND "seenAt" > now() - interval '30 seconds'`,
    [hostname()],
  );
  process.exitCode = rowCount === 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await client.end().catch(() => undefined); // it may never have connected
}
