import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServer } from './bench-servers.ts';

/**
 * PostgreSQL's own logical replication of one table, `origin = none`, everything else by default.
 * Resolves when the initial copy is done and changes stream.
 */
export async function replicateNatively(
  from: BenchServer,
  to: BenchServer,
  options: { name: string; table: string; copy: boolean },
): Promise<void> {
  const { name, table, copy } = options;
  await from.pool.query(`CREATE PUBLICATION ${name} FOR TABLE ${table}`);
  await to.pool.query(
    `CREATE SUBSCRIPTION ${name} CONNECTION '${from.url}' PUBLICATION ${name}
     WITH (copy_data = ${copy}, origin = none)`,
  );
  while (!(await isStreaming(to, name))) await sleep(20);
}

async function isStreaming(to: BenchServer, name: string): Promise<boolean> {
  const { rows } = await to.pool.query<{ ready: boolean | null }>(
    `SELECT bool_and(r.srsubstate = 'r') AS ready FROM pg_subscription s
     JOIN pg_subscription_rel r ON r.srsubid = s.oid WHERE s.subname = $1`,
    [name],
  );
  return rows[0]?.ready === true;
}

/** Stops and removes a subscription with its slot. */
export async function endNativeReplication(to: BenchServer, name: string): Promise<void> {
  await to.pool.query(`DROP SUBSCRIPTION ${name}`);
}
