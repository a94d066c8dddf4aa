import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { BENCH_APPLICATION } from './bench-servers.ts';

/** `USER_HZ`, see process-usage.ts. */
const TICK_MILLISECONDS = 10;

export type OneConnection = {
  /** Of a single connection. */
  pool: pg.Pool;
  /** Milliseconds of processor time that its server process has used: not what it waited on a machine that is shared. */
  cpu(): Promise<number>;
};

/** Runs work on a single connection whose server process is watched. Needs Linux. */
export async function withOneConnection<T>(
  url: string,
  work: (connection: OneConnection) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    application_name: BENCH_APPLICATION,
    options: '-c TimeZone=UTC -c jit=off -c max_parallel_workers_per_gather=0',
  });
  try {
    const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const path = `/proc/${rows[0]?.pid}/stat`;
    return await work({
      pool,
      async cpu() {
        const fields = (await readFile(path, 'utf8')).split(') ')[1]?.split(' ') ?? [];
        return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
      },
    });
  } finally {
    await pool.end();
  }
}
