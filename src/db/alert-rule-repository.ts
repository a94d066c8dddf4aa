import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

export type AlertRuleData = {
  name: string;
  enabled: boolean;
  flowId: string | null;
  laneId: string | null;
  body: Prisma.InputJsonValue;
  channelIds: string[];
};

/** Alert rules of one workspace. */
export function alertRuleRepository(db: Db, workspaceId: string) {
  return {
    /** By name, each with how many incidents of it are firing. */
    list() {
      return db.alertRule.findMany({
        where: { workspaceId },
        orderBy: { name: 'asc' },
        include: { _count: { select: { incidents: { where: { state: 'firing' } } } } },
      });
    },

    find(reference: { id?: string; name?: string }) {
      if (reference.id === undefined && reference.name === undefined) return Promise.resolve(null);
      return db.alertRule.findFirst({ where: { workspaceId, id: reference.id, name: reference.name } });
    },

    create(data: AlertRuleData & { createdBy: string }) {
      return db.alertRule.create({ data: { ...data, workspaceId } });
    },

    async update(id: string, data: Partial<AlertRuleData>): Promise<void> {
      await db.alertRule.updateMany({ where: { id, workspaceId }, data });
    },

    async mute(id: string, until: Date | null, by: string | null): Promise<void> {
      await db.alertRule.updateMany({ where: { id, workspaceId }, data: { mutedUntil: until, mutedBy: by } });
    },

    async delete(id: string): Promise<void> {
      await db.alertRule.deleteMany({ where: { id, workspaceId } });
    },

    /** Takes a channel out of every rule that names it. */
    async forgetChannel(channelId: string): Promise<void> {
      await db.$executeRaw`update alert_rule set "channelIds" = array_remove("channelIds", ${channelId})
        where "workspaceId" = ${workspaceId} and ${channelId} = any("channelIds")`;
    },
  };
}
