import { z } from 'zod';
import { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import { Notification, notificationTitle } from '#core/alerts/notification.ts';
import { workspaceProcedure } from '../trpc.ts';

const State = z.enum(['queued', 'sending', 'delivered', 'dead']);

/** A delivery as pages and the command show it. */
export type DeliveryView = {
  id: string;
  /** Null where the channel is gone. */
  channelId: string | null;
  channel: string;
  kind: Notification['kind'];
  title: string;
  state: z.infer<typeof State>;
  attempts: number;
  createdAt: Date;
  deliveredAt: Date | null;
  /** When it is tried again; null where it is not. */
  nextAttemptAt: Date | null;
  /** The last ones, oldest first. */
  log: DeliveryAttempt[];
  payload: Notification;
};
export type DeliveryPage = { deliveries: DeliveryView[]; next: string | null };

/** What was sent through the channels, newest first. */
export const listDeliveries = workspaceProcedure('alert.deliveries')
  .input(
    z.object({
      filter: z.object({ state: State.optional(), channelId: z.string().optional() }).default({}),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { within }, input: { filter, cursor, limit } }): Promise<DeliveryPage> => {
    const stored = await within.store.alertDeliveries.list(filter, {
      cursor: cursor ?? null,
      limit: limit + 1,
    });
    const deliveries = stored.slice(0, limit).map((row): DeliveryView => {
      const payload = Notification.parse(row.payload);
      const state = State.parse(row.state);
      const { id, channelId, attempts, createdAt, deliveredAt } = row;
      return {
        ...{ id, channelId, attempts, createdAt, deliveredAt, state, payload },
        channel: row.channelName,
        kind: payload.kind,
        title: notificationTitle(payload),
        nextAttemptAt: state === 'queued' && attempts > 0 ? row.nextAttemptAt : null,
        log: DeliveryAttempt.array().parse(row.log),
      };
    });
    return { deliveries, next: stored.length > limit ? (deliveries.at(-1)?.id ?? null) : null };
  });
