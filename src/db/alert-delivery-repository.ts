import { deliveryAttempts } from '#core/alerts/retry-delay.ts';
import type { Db } from './prisma-client.ts';

export type DeliveryFilter = { state?: 'queued' | 'sending' | 'delivered' | 'dead'; channelId?: string };

/** What was sent through the alert channels of one workspace. */
export function alertDeliveryRepository(db: Db, workspaceId: string) {
  return {
    /** Newest first; `cursor` is the id of the last delivery of the page before. */
    list(filter: DeliveryFilter, page: { cursor: string | null; limit: number }) {
      return db.alertDelivery.findMany({
        where: { workspaceId, ...filter },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: page.limit,
        ...(page.cursor === null ? {} : { cursor: { id: page.cursor }, skip: 1 }),
      });
    },

    find(id: string) {
      return db.alertDelivery.findFirst({ where: { id, workspaceId } });
    },

    /** Puts one that has come to an end into the queue again, under its id. False while it is under way. */
    async again(id: string): Promise<boolean> {
      const changed = await db.$executeRaw`update alert_delivery
        set state = 'queued', "nextAttemptAt" = now() at time zone 'utc', "deliveredAt" = null,
          "lastAttempt" = attempts + ${deliveryAttempts}
        where id = ${id} and "workspaceId" = ${workspaceId} and "channelId" is not null and kind <> 'test'
          and state in ('delivered', 'dead', 'queued')`;
      return changed > 0;
    },
  };
}
