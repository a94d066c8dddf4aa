import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

/** Immutable versions of one workspace's flows. There is no update. */
export function versionRepository(db: Db, workspaceId: string) {
  return {
    /** Newest first, without graphs. */
    list(flowId: string) {
      return db.flowVersion.findMany({
        where: { flowId, flow: { workspaceId } },
        select: { id: true, number: true, message: true, createdBy: true, createdAt: true },
        orderBy: { number: 'desc' },
      });
    },

    /** The lanes of every version there ever was. */
    listLanes(flowId: string) {
      return db.flowVersion.findMany({
        where: { flowId, flow: { workspaceId } },
        select: { lanes: true },
      });
    },

    /** Every version with its lanes, and who made it. */
    listCompiled(flowId: string) {
      return db.flowVersion.findMany({
        where: { flowId, flow: { workspaceId } },
        select: { number: true, lanes: true, createdBy: true, message: true },
      });
    },

    find(flowId: string, number: number) {
      return db.flowVersion.findFirst({ where: { flowId, number, flow: { workspaceId } } });
    },

    /** The next version; its number follows the last one. The flow must be locked. */
    async add(data: {
      flowId: string;
      graph: Prisma.InputJsonValue;
      digest: string;
      lanes: Prisma.InputJsonValue;
      message: string;
      createdBy: string;
    }) {
      const last = await db.flowVersion.aggregate({
        where: { flowId: data.flowId, flow: { workspaceId } },
        _max: { number: true },
      });
      return db.flowVersion.create({ data: { ...data, number: (last._max.number ?? 0) + 1 } });
    },
  };
}
