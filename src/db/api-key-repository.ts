import type { Role } from '#core/access/permissions.ts';
import type { Db } from './prisma-client.ts';

/** API keys of one workspace. Only their hashes are kept. */
export function apiKeyRepository(db: Db, workspaceId: string) {
  return {
    list() {
      return db.apiKey.findMany({
        where: { workspaceId },
        select: {
          id: true,
          name: true,
          role: true,
          prefix: true,
          createdBy: true,
          createdAt: true,
          lastUsedAt: true,
        },
        orderBy: { createdAt: 'desc' },
      });
    },

    find(id: string) {
      return db.apiKey.findFirst({ where: { id, workspaceId } });
    },

    create(data: { name: string; role: Role; hash: string; prefix: string; createdBy: string }) {
      return db.apiKey.create({ data: { ...data, workspaceId } });
    },

    async delete(id: string): Promise<void> {
      await db.apiKey.deleteMany({ where: { id, workspaceId } });
    },
  };
}
