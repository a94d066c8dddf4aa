import { type LoadedFlow, loadAllLanes, loadConnections } from '#db/runner/load-flow.ts';
import { feedIdOf } from '#engine/flow-plan.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { RunnerContext } from '../runner-context.ts';
import { sourcesOf } from './sources-of.ts';

/**
 * Removes the feeds of connections that earlier versions of the flow read from and this one does
 * not: a slot that nobody reads keeps its server from ever forgetting its log. A system that cannot
 * be reached now keeps its feed until the next start, and the log says so. Throws `LEASE_STALE`: what this version does
 * not need, the one that another runner has may.
 */
export async function dropUnusedFeeds(
  context: RunnerContext,
  loaded: LoadedFlow,
  epoch: number,
): Promise<void> {
  const needed = sourcesOf(loaded.lanes);
  const ever = sourcesOf(await loadAllLanes(context.pool, loaded.flowId));
  const unused = [...ever].filter((name) => !needed.has(name));
  if (unused.length === 0) return;
  const connections = await loadConnections(context.pool, loaded.workspaceId, unused);
  await context.leases.requireLease(loaded.flowId, epoch);
  const connectionIds = Object.fromEntries(connections.map(({ name, id }) => [name, id]));
  const sessions = openSessions(
    context.secretKey,
    connections,
    connections.map(({ name }) => name),
  );
  for (const [connection, session] of sessions) {
    const feedIds = [feedIdOf({ flowId: loaded.flowId, connectionIds }, connection)];
    await session
      .cleanup({ feedIds, tags: [] })
      .catch((err: unknown) =>
        context.logger.warn({ flow: loaded.flowId, connection, err }, 'an unused feed could not be removed'),
      );
  }
  await closeSessions(sessions);
}
