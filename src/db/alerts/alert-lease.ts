import type { Pool, PoolClient } from 'pg';

/** Seconds after which another process may evaluate, where the one that did says nothing more. */
const LEASE_SECONDS = 20;

/**
 * Does the work in one transaction if this process is the one that evaluates alerts; else does nothing. The lease's
 * row stays locked until the transaction ends, so two never work at once, and one that lost the lease cannot write.
 * @param holder this process
 * @returns what the work gave back, or null where another process evaluates
 */
export async function underAlertLease<T>(
  pool: Pool,
  holder: string,
  work: (client: PoolClient) => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const taken = await client.query(
      `INSERT INTO alert_lease AS l (id, holder, epoch, "expiresAt")
       VALUES (1, $1, 1, now() + make_interval(secs => ${LEASE_SECONDS}))
       ON CONFLICT (id) DO UPDATE SET holder = $1, "expiresAt" = excluded."expiresAt",
         epoch = l.epoch + CASE WHEN l.holder = $1 THEN 0 ELSE 1 END
       WHERE l.holder = $1 OR l."expiresAt" < now()
         -- No lease is that long: the clock was set back.
         OR l."expiresAt" > now() + make_interval(secs => ${2 * LEASE_SECONDS})
       RETURNING epoch`,
      [holder],
    );
    const result = taken.rowCount === 0 ? null : await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Lets another process evaluate at once. */
export async function leaveAlertLease(pool: Pool, holder: string): Promise<void> {
  await pool.query('DELETE FROM alert_lease WHERE holder = $1', [holder]);
}
