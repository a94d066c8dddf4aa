import { writerTag } from '#core/change/change-event.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { CleanupScope, OwnedObject } from '#core/ports/connector.ts';
import type { SealedConnection } from '#db/runner/load-flow.ts';
import { feedIdOf } from '#engine/flow-plan.ts';
import { closeSessions, openSessions } from '../open-sessions.ts';
import type { RunnerContext } from '../runner-context.ts';

/** Removes what Syncline made in every system that any version of the flow was connected to. */
export async function cleanupFlow(
  context: RunnerContext,
  flowId: string,
  lanes: Lane[],
  connections: SealedConnection[],
): Promise<{ connection: string; objects: OwnedObject[] }[]> {
  const connectionIds = Object.fromEntries(connections.map(({ name, id }) => [name, id]));
  const tags = [...new Set(lanes.map((lane) => `${flowId}:${lane.id}`))].flatMap((laneId) => [
    writerTag(laneId, 'left'),
    writerTag(laneId, 'right'),
  ]);
  // A connection that was deleted cannot be reached any more; what is there, its owner has to remove.
  const sessions = openSessions(
    context.secretKey,
    connections,
    connections.map(({ name }) => name),
  );
  try {
    const removed: { connection: string; objects: OwnedObject[] }[] = [];
    for (const [name, session] of sessions) {
      const scope: CleanupScope = { feedIds: [feedIdOf({ flowId, connectionIds }, name)], tags };
      removed.push({ connection: name, objects: await session.cleanup(scope) });
    }
    return removed;
  } finally {
    await closeSessions(sessions);
  }
}
