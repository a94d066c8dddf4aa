import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from '../ledger/in-transaction.ts';

/** Milliseconds in which commits of an older runner may end by themselves. */
const PATIENCE = 1_000;

/**
 * Begins a transaction of a flow's runner, as SQL: whoever takes the flow over waits until it has ended (`shutOut`). The
 * lease is checked behind it, so that a transaction either sees the new epoch or is waited for.
 */
export function beginFenced(flowId: string): string {
  return `BEGIN; SELECT pg_advisory_xact_lock_shared(${fenceOf(flowId)})`;
}

/**
 * Resolves once no transaction of an older runner can commit any more. To be called under the new lease, before anything is
 * read that such a one may still write. A runner that stands still inside a transaction (it is frozen, or cut off) loses its
 * session, and so the transaction.
 *
 * @param patience milliseconds until then
 */
export async function shutOut(pool: Pool, flowId: string, patience = PATIENCE): Promise<void> {
  const fence = fenceOf(flowId);
  while (!(await isAlone(pool, fence, patience))) {
    const halves = [BigInt.asUintN(64, fence) >> 32n, BigInt.asUintN(32, fence)].map(String);
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND classid = $1::oid AND objid = $2::oid AND objsubid = 1`,
      halves,
    );
  }
}

function isAlone(pool: Pool, fence: bigint, patience: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = ${patience}`);
    await client.query('SELECT pg_advisory_xact_lock($1)', [String(fence)]);
    return true;
  }).catch((error: unknown) => {
    if ((error as { code?: string }).code === '55P03') return false;
    throw error;
  });
}

/** The number of a flow's advisory lock. */
function fenceOf(flowId: string): bigint {
  return createHash('sha256').update(`syncline flow ${flowId}`).digest().readBigInt64BE();
}
