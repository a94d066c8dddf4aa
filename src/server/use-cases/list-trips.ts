import { type BreakerSummary, type BreakerTrip, summarizeTrip } from '#core/ledger/breaker-trip.ts';
import { findFlow } from '../flows/find-flow.ts';
import { stoppedLanes } from '../flows/stopped-lanes.ts';
import { maskPreview, type ShownPreview } from '../records/mask-trip.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A trip for people: with its figures, and with what its lane joins. */
export type ShownTrip = Omit<BreakerTrip, 'preview'> & {
  preview: ShownPreview;
  figures: BreakerSummary;
  from: { connection: string; stream: string };
  to: { connection: string; stream: string };
  /** Discarded changes can be put back where they were made. */
  twoWay: boolean;
};

/** Trips of the flow's deployed lanes that wait for a person, oldest first. */
export async function listTrips(context: WorkspaceContext, flowId: string): Promise<ShownTrip[]> {
  const flow = await findFlow(context, { id: flowId });
  const lanes = stoppedLanes(flow);
  const trips = await context.store.breakers.waiting(flow.id);
  const masker = await maskerFor(context);
  return trips.flatMap((trip) => {
    const lane = lanes.get(trip.laneId);
    if (!lane) return [];
    const end = (side: 'left' | 'right') => ({
      connection: lane[side].connection,
      stream: lane[side].stream.name,
    });
    return [
      {
        ...trip,
        preview: maskPreview(masker, trip),
        figures: summarizeTrip(trip),
        from: end(trip.side),
        to: end(trip.side === 'left' ? 'right' : 'left'),
        twoWay: lane.direction === 'both',
      },
    ];
  });
}
