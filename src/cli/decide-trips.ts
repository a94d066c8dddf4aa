import type { Session } from './cli.ts';
import { findFlow } from './find-flow.ts';
import { requireTrips } from './find-trips.ts';
import { decidedText } from './trip-text.ts';

/** Decides what the flow's breakers have stopped, as far as it was seen now. */
export async function decideTrips(
  session: Session,
  name: string,
  stream: string | undefined,
  verdict: 'approve' | 'discard',
): Promise<undefined> {
  const flow = await findFlow(session, name);
  const trips = await requireTrips(session, flow, stream);
  for (const { laneId, side, trippedAt, until } of trips) {
    const { workspace, id } = flow;
    await session.api.breaker.decide.mutate({ workspace, id, laneId, side, trippedAt, until, verdict });
  }
  const decided = trips.map(({ laneId, side, trippedAt, until, figures }) => ({
    laneId,
    side,
    trippedAt,
    until,
    deletes: figures.deletes,
    overwrites: figures.overwrites,
  }));
  session.output.result({ verdict, decided }, () =>
    trips.map((trip) => decidedText(trip, verdict)).join('\n'),
  );
  return undefined;
}
