import type { Role } from '#core/access/permissions.ts';
import type { Db } from './prisma-client.ts';

/** People of one workspace. */
export function memberRepository(db: Db, workspaceId: string) {
  return {
    list() {
      return db.member.findMany({
        where: { organizationId: workspaceId },
        include: { user: { select: { name: true, email: true } } },
        orderBy: { createdAt: 'asc' },
      });
    },

    find(id: string) {
      return db.member.findFirst({
        where: { id, organizationId: workspaceId },
        include: { user: { select: { name: true, email: true } } },
      });
    },

    findByUser(userId: string) {
      return db.member.findFirst({ where: { userId, organizationId: workspaceId } });
    },

    findByEmail(email: string) {
      return db.member.findFirst({ where: { organizationId: workspaceId, user: { email } } });
    },

    create(data: { id: string; userId: string; role: Role }) {
      return db.member.create({ data: { ...data, organizationId: workspaceId } });
    },

    async setRole(id: string, role: Role): Promise<void> {
      await db.member.updateMany({ where: { id, organizationId: workspaceId }, data: { role } });
    },

    async remove(id: string): Promise<void> {
      await db.member.deleteMany({ where: { id, organizationId: workspaceId } });
    },

    /** Locks the owners' rows until the transaction ends, so that two requests cannot remove the last two. */
    async countOwners(): Promise<number> {
      const owners = await db.$queryRaw<unknown[]>`
        select id from member where "organizationId" = ${workspaceId} and role = 'owner' for update`;
      return owners.length;
    },
  };
}
