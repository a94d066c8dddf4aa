import { SyncError } from '#core/errors/sync-error.ts';
import { type LoadedFlow, loadFlow } from '#db/runner/load-flow.ts';
import type { OperationWork } from './operation-runner.ts';

/** The deployed version of an operation's flow. Throws `NOT_FOUND`. */
export async function loadDeployed({
  context,
  operation,
}: Pick<OperationWork, 'context' | 'operation'>): Promise<LoadedFlow> {
  const { flowId } = operation;
  const deployed = await context.pool.query<{ versionId: string }>(
    'SELECT "versionId" FROM deployment WHERE "flowId" = $1',
    [flowId],
  );
  const versionId = deployed.rows[0]?.versionId;
  const loaded = flowId && versionId ? await loadFlow(context.pool, flowId, versionId) : null;
  if (!loaded) throw new SyncError('NOT_FOUND', 'The flow is not deployed any more.');
  return loaded;
}
