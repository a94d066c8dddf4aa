import type { Session } from './cli.ts';
import { CliError } from './cli-error.ts';

export type FoundTrip = Awaited<ReturnType<typeof findTrips>>[number];

/** What the flow's breakers have stopped, of one source stream or of all. */
export async function findTrips(
  session: Session,
  flow: { workspace: string; id: string },
  stream: string | undefined,
) {
  const trips = await session.api.breaker.show.query(flow);
  return stream === undefined ? trips : trips.filter((trip) => trip.from.stream === stream);
}

/** The same, where there is something to decide. Throws `NOT_FOUND`. */
export async function requireTrips(
  session: Session,
  flow: { workspace: string; id: string; name: string },
  stream: string | undefined,
): Promise<FoundTrip[]> {
  const trips = await findTrips(session, flow, stream);
  if (trips.length > 0) return trips;
  const of = stream === undefined ? flow.name : `${stream} of ${flow.name}`;
  throw new CliError('NOT_FOUND', `No breaker has stopped ${of}.`, {
    remedy: `Look with syncline breaker show "${flow.name}"; it may have been decided meanwhile.`,
  });
}
