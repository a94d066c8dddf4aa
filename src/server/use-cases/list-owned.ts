import { writerTag } from '#core/change/change-event.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { CleanupScope, OwnedObject } from '#core/ports/connector.ts';
import { withConnection } from '../connections/with-session.ts';
import { findFlow } from '../flows/find-flow.ts';
import { toAnswer } from '../to-answer.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

export type OwnedInConnection = {
  connection: string;
  objects: OwnedObject[];
  /** Why the system could not be asked; null when it was. */
  error: { code: ErrorCode; message: string } | null;
};

/** What Syncline made inside each connected system for any version of this flow. */
export async function listOwned(context: WorkspaceContext, flowId: string): Promise<OwnedInConnection[]> {
  const flow = await findFlow(context, { id: flowId });
  const versions = await context.store.versions.listLanes(flow.id);
  const lanes = versions.flatMap((version) => version.lanes as unknown as Lane[]);
  const names = new Set(lanes.flatMap((lane) => [lane.left.connection, lane.right.connection]));
  const tags = [...new Set(lanes.map((lane) => `${flow.id}:${lane.id}`))].flatMap((laneId) => [
    writerTag(laneId, 'left'),
    writerTag(laneId, 'right'),
  ]);
  return Promise.all([...names].sort().map((name) => ownedIn(context, flow.id, name, tags)));
}

async function ownedIn(
  context: WorkspaceContext,
  flowId: string,
  name: string,
  tags: string[],
): Promise<OwnedInConnection> {
  const connection = await context.store.connections.find({ name });
  if (!connection) {
    const message = `The connection "${name}" was deleted.`;
    return { connection: name, objects: [], error: { code: 'NOT_FOUND', message } };
  }
  const scope: CleanupScope = { feedIds: [`${flowId}_${connection.id}`], tags };
  try {
    const objects = await withConnection(context.services, connection, (session) => session.owned(scope));
    return { connection: name, objects, error: null };
  } catch (error) {
    const { code, message } = toAnswer(error);
    return { connection: name, objects: [], error: { code, message } };
  }
}
