import type { AlertNotice } from '#core/alerts/notification.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

export type AlertChannelData = {
  name: string;
  kind: string;
  config: Prisma.InputJsonValue;
  secrets: string;
  quietHours: Prisma.InputJsonValue | null;
};

/** Alert channels of one workspace. Secrets go in and out sealed. */
export function alertChannelRepository(db: Db, workspaceId: string) {
  const columns = ({ quietHours, ...data }: AlertChannelData) => ({
    ...data,
    quietHours: quietHours ?? Prisma.DbNull,
  });
  return {
    /** By name, each with the last delivery that has come to an end or failed. */
    list() {
      return db.alertChannel.findMany({
        where: { workspaceId },
        orderBy: { name: 'asc' },
        include: {
          deliveries: { where: { attempts: { gt: 0 } }, orderBy: { createdAt: 'desc' }, take: 1 },
        },
      });
    },

    find(reference: { id?: string; name?: string }) {
      if (reference.id === undefined && reference.name === undefined) return Promise.resolve(null);
      return db.alertChannel.findFirst({ where: { workspaceId, id: reference.id, name: reference.name } });
    },

    create(data: AlertChannelData & { id: string; createdBy: string }) {
      const { id, createdBy, ...rest } = data;
      return db.alertChannel.create({ data: { id, createdBy, ...columns(rest), workspaceId } });
    },

    /** Has these of the channels that are still there told of something. */
    async addNotices(channelIds: readonly string[], notices: readonly AlertNotice[]): Promise<void> {
      const channels = await db.alertChannel.findMany({
        where: { workspaceId, id: { in: [...channelIds] } },
      });
      const at = new Date();
      await db.alertNotice.createMany({
        data: channels.flatMap(({ id: channelId }) =>
          notices.map((body) => ({ channelId, severity: body.severity, body, at })),
        ),
      });
    },

    async update(id: string, data: AlertChannelData): Promise<void> {
      await db.alertChannel.updateMany({ where: { id, workspaceId }, data: columns(data) });
    },

    /** Gives up what waits to go through it as well. */
    async delete(id: string): Promise<void> {
      const waiting = { channelId: id, workspaceId, state: 'queued' };
      await db.alertDelivery.updateMany({ where: waiting, data: { state: 'dead' } });
      await db.alertChannel.deleteMany({ where: { id, workspaceId } });
    },
  };
}
