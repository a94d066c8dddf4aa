import { SyncError } from '#core/errors/sync-error.ts';
import type { OperationWork } from './operation-runner.ts';

/**
 * Throws `LEASE_STALE` where another runner holds the operation's flow: nothing of it will ever run here, and the
 * operation is that runner's.
 */
export async function refuseMoved({
  context,
  operation,
}: Pick<OperationWork, 'context' | 'operation'>): Promise<void> {
  const held = await context.pool.query(
    `SELECT FROM deployment WHERE "flowId" = $1 AND "runnerId" <> $2 AND "leaseExpiresAt" > now()`,
    [operation.flowId, context.runnerId],
  );
  if (held.rowCount !== 0) throw new SyncError('LEASE_STALE', 'Another runner has taken over this flow.');
}
