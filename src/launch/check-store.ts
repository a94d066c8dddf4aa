import pg from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';

const oldestMajor = 15;

/**
 * Makes sure that the database answers and is new enough.
 * @returns the server, database and version, without user or password
 * @throws SyncError STORE_UNREACHABLE, STORE_UNSUPPORTED; neither ever shows the password
 */
export async function checkStore(databaseUrl: string): Promise<string> {
  const place = placeOf(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // the query that is under way reports it
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; number: number }>(
      "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number",
    );
    const server = rows[0];
    if (server === undefined || server.number < oldestMajor * 10_000) {
      throw new SyncError(
        'STORE_UNSUPPORTED',
        `${place} is PostgreSQL ${server?.version}; ${oldestMajor} is the oldest that works.`,
      );
    }
    return `PostgreSQL ${server.version} at ${place}`;
  } catch (error) {
    if (error instanceof SyncError) throw error;
    throw new SyncError('STORE_UNREACHABLE', `${place} does not answer: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined); // it may never have connected
  }
}

function placeOf(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    if (!/^postgres(ql)?:$/.test(url.protocol)) throw new TypeError(url.protocol);
    return `${url.hostname || url.searchParams.get('host') || 'localhost'}:${url.port || 5432}${decodeURIComponent(url.pathname)}`;
  } catch {
    throw new SyncError(
      'STORE_UNREACHABLE',
      'DATABASE_URL is not of the form postgresql://user:password@host:port/database.',
    );
  }
}

/** Short words for the usual causes; whatever the driver says otherwise, which holds no password. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no host of that name',
    EAI_AGAIN: 'the host name could not be looked up',
    ETIMEDOUT: 'it did not answer in time',
    '28P01': 'it refused the user or the password',
    '28000': 'it refused the user',
    '3D000': 'it has no database of that name',
  };
  return known[code ?? ''] ?? (message || code || 'for an unknown reason');
}
