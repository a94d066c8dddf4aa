import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

/** Connections of one workspace. Secrets go in and out sealed. */
export function connectionRepository(db: Db, workspaceId: string) {
  return {
    list() {
      return db.connection.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } });
    },

    /** By id, or by name; null when the workspace has none. */
    find(reference: { id?: string; name?: string }) {
      if (reference.id === undefined && reference.name === undefined) return Promise.resolve(null);
      return db.connection.findFirst({ where: { workspaceId, id: reference.id, name: reference.name } });
    },

    create(data: {
      id: string;
      name: string;
      connector: string;
      config: Prisma.InputJsonValue;
      secrets: string;
      createdBy: string;
    }) {
      return db.connection.create({ data: { ...data, workspaceId } });
    },

    async update(
      id: string,
      data: { name?: string; config?: Prisma.InputJsonValue; secrets?: string },
    ): Promise<void> {
      await db.connection.updateMany({ where: { id, workspaceId }, data });
    },

    async setLastTest(id: string, lastTest: Prisma.InputJsonValue): Promise<void> {
      await db.connection.updateMany({ where: { id, workspaceId }, data: { lastTest } });
    },

    async delete(id: string): Promise<void> {
      await db.connection.deleteMany({ where: { id, workspaceId } });
    },
  };
}
