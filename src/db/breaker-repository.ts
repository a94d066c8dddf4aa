import { BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { Db } from './prisma-client.ts';

/** Names one trip, and how far it had been looked through when a person saw it. */
export type TripRef = Pick<BreakerTrip, 'laneId' | 'side' | 'trippedAt' | 'until'>;

/** What breakers of one workspace's flows have stopped. */
export function breakerRepository(db: Db, workspaceId: string) {
  async function isOurs(flowId: string): Promise<boolean> {
    return (await db.flow.count({ where: { id: flowId, workspaceId } })) === 1;
  }

  return {
    /** Trips of a flow that wait for a person. */
    async waiting(flowId: string): Promise<BreakerTrip[]> {
      if (!(await isOurs(flowId))) return [];
      const found = await db.breakerTrip.findMany({
        where: { flowId, state: 'tripped' },
        orderBy: [{ trippedAt: 'asc' }, { laneId: 'asc' }],
      });
      return found.map(({ body, trippedAt, decidedAt, ...trip }) =>
        BreakerTrip.parse({
          ...(body as object),
          ...trip,
          trippedAt: Number(trippedAt),
          decidedAt: decidedAt === null ? null : Number(decidedAt),
        }),
      );
    },

    /** Leaves a decision for the runner; it covers what the person saw. False when the trip waits no more. */
    async decide(
      flowId: string,
      { laneId, side, trippedAt, until }: TripRef,
      decision: { state: 'approved' | 'discarded'; by: string; at: number },
    ): Promise<boolean> {
      if (!(await isOurs(flowId))) return false;
      const set = await db.breakerTrip.updateMany({
        // More may have been looked through since, never less.
        where: {
          flowId,
          laneId,
          side,
          state: 'tripped',
          trippedAt: BigInt(trippedAt),
          until: { gte: until },
        },
        data: { state: decision.state, until, decidedBy: decision.by, decidedAt: BigInt(decision.at) },
      });
      return set.count === 1;
    },
  };
}
