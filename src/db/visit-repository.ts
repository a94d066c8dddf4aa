import type { Db } from './prisma-client.ts';

/** A window that says nothing for so long is closed. */
const GONE_AFTER_MS = 20_000;

type Visit = { flowId: string; window: string; label: string };

/** Who has the flows of one workspace open. */
export function visitRepository(db: Db, workspaceId: string) {
  return {
    /** Notes that a window has a flow open; windows that were closed are forgotten. */
    async come({ flowId, window, label }: Visit): Promise<void> {
      const seenAt = new Date();
      await db.flowVisit.upsert({
        where: { flowId_window: { flowId, window } },
        create: { flowId, window, label, seenAt },
        update: { label, seenAt },
      });
    },

    async leave({ flowId, window }: Visit): Promise<void> {
      await db.flowVisit.deleteMany({ where: { flowId, window, flow: { workspaceId } } });
    },

    /** Each who has it open in another window, once. */
    async others(flowId: string, window: string): Promise<string[]> {
      const since = new Date(Date.now() - GONE_AFTER_MS);
      await db.flowVisit.deleteMany({ where: { flowId, seenAt: { lt: since }, flow: { workspaceId } } });
      const visits = await db.flowVisit.findMany({
        where: { flowId, window: { not: window }, flow: { workspaceId } },
        select: { label: true },
        distinct: ['label'],
        orderBy: { label: 'asc' },
      });
      return visits.map(({ label }) => label);
    },
  };
}
