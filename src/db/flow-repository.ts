import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

/** Flows of one workspace with their drafts. */
export function flowRepository(db: Db, workspaceId: string) {
  return {
    /** With its deployment and the version that is deployed; null when the workspace has none. */
    find(reference: { id?: string; name?: string }) {
      if (reference.id === undefined && reference.name === undefined) return Promise.resolve(null);
      return db.flow.findFirst({
        where: { workspaceId, id: reference.id, name: reference.name },
        include: { deployment: { include: { version: true } } },
      });
    },

    /** Every flow with its draft and its deployed graph: for what needs to look inside all of them. */
    listGraphs() {
      return db.flow.findMany({
        where: { workspaceId },
        select: {
          id: true,
          name: true,
          draft: true,
          draftRevision: true,
          deployment: { select: { version: { select: { number: true, graph: true } } } },
        },
        orderBy: { name: 'asc' },
      });
    },

    /** The graphs that run, each with what the runner last said of its flow. */
    async listDeployed() {
      const found = await db.deployment.findMany({
        where: { flow: { workspaceId } },
        select: { status: true, version: { select: { graph: true } } },
      });
      return found.map(({ status, version }) => ({ status, graph: version.graph }));
    },

    create(data: {
      name: string;
      draft: Prisma.InputJsonValue;
      draftDigest: string;
      draftBy: string;
      fileDigest: string | null;
    }) {
      return db.flow.create({ data: { ...data, workspaceId } });
    },

    /** Saves the draft if `revision` is still the current one; the new revision, or null when it is not. */
    async saveDraft(
      id: string,
      revision: number,
      data: { draft: Prisma.InputJsonValue; draftDigest: string; draftBy: string; fileDigest?: string },
    ): Promise<number | null> {
      const saved = await db.flow.updateMany({
        where: { id, workspaceId, draftRevision: revision },
        data: { ...data, draftAt: new Date(), draftRevision: { increment: 1 } },
      });
      return saved.count === 1 ? revision + 1 : null;
    },

    /** Writes into the draft what changes nothing of what it means; its revision stays. */
    async annotateDraft(id: string, draft: Prisma.InputJsonValue): Promise<void> {
      await db.flow.updateMany({ where: { id, workspaceId }, data: { draft } });
    },

    async rename(id: string, name: string): Promise<void> {
      await db.flow.updateMany({ where: { id, workspaceId }, data: { name } });
    },

    /** With the alert rules that watch it alone. */
    async delete(id: string): Promise<void> {
      await db.alertRule.deleteMany({ where: { workspaceId, flowId: id } });
      await db.flow.deleteMany({ where: { id, workspaceId } });
    },

    /** Keeps other writers of the flow out until the transaction ends. */
    async lock(id: string): Promise<void> {
      await db.$queryRaw`select id from flow where id = ${id} and "workspaceId" = ${workspaceId} for update`;
    },
  };
}
