import { hostname } from 'node:os';
import pg from 'pg';
import type { Installation } from './installation.ts';

/** Syncline's own database, to hold its account against what was really written. */
export interface Store {
  query<Row extends Record<string, unknown>>(sql: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export function openStore(installation: Installation): Store {
  const url = new URL(installation.adminUrl);
  url.pathname = '/syncline';
  // Times are kept in UTC without a zone.
  const pool = new pg.Pool({ connectionString: url.href, max: 2, options: '-c TimeZone=UTC' });
  return {
    async query<Row extends Record<string, unknown>>(sql: string, params?: unknown[]) {
      return (await pool.query<Row>(sql, params)).rows;
    },
    close: () => pool.end(),
  };
}

/** The runner that is alive now: the newest that was seen lately and whose process is there. */
export async function liveRunner(store: Store): Promise<{ id: string; pid: number } | null> {
  const runners = await store.query<{ id: string; pid: number }>(
    `SELECT id, pid FROM runner WHERE host = $1 AND "seenAt" > now() - interval '10 seconds'
     ORDER BY "startedAt" DESC`,
    [hostname()],
  );
  return runners.find(({ pid }) => isThere(pid)) ?? null;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
