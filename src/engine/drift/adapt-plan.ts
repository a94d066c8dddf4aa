import type { Side } from '#core/change/change-event.ts';
import { adaptLane } from '#core/drift/adapt-lane.ts';
import type { Lane } from '#core/flow/lane.ts';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { DeployedPlan, FlowPlan } from '../flow-plan.ts';

/**
 * Fits the lanes of a deployed flow to the streams as they are now (E15): one introspection for each connection.
 * @throws SyncError where a system cannot be reached.
 */
export async function adaptPlan(
  plan: DeployedPlan,
  sessions: ReadonlyMap<string, ConnectorSession>,
): Promise<FlowPlan> {
  const streams = await introspectStreams(plan.lanes, sessions);
  const current = (lane: Lane, side: Side) =>
    streams.get(nameOf(lane[side].connection, lane[side].stream.name)) ?? null;
  const lanes = plan.lanes.map((lane) =>
    adaptLane(lane, { left: current(lane, 'left'), right: current(lane, 'right') }),
  );
  return { ...plan, lanes };
}

/** The streams that the lanes name, by connection and name; those that are gone are missing. */
async function introspectStreams(
  lanes: Lane[],
  sessions: ReadonlyMap<string, ConnectorSession>,
): Promise<Map<string, StreamSchema>> {
  const wanted = new Map<string, Set<string>>();
  for (const end of lanes.flatMap((lane) => [lane.left, lane.right])) {
    wanted.set(end.connection, (wanted.get(end.connection) ?? new Set()).add(end.stream.name));
  }
  const found = new Map<string, StreamSchema>();
  await Promise.all(
    [...wanted].map(async ([connection, names]) => {
      const streams = (await sessions.get(connection)?.introspect([...names])) ?? [];
      for (const stream of streams) found.set(nameOf(connection, stream.name), stream);
    }),
  );
  return found;
}

function nameOf(connection: string, stream: string): string {
  return JSON.stringify([connection, stream]);
}
