import type { Role } from '#core/access/permissions.ts';
import type { Db } from './prisma-client.ts';

/** Open invitations to one workspace. */
export function invitationRepository(db: Db, workspaceId: string) {
  const open = () => ({ organizationId: workspaceId, status: 'pending', expiresAt: { gt: new Date() } });

  return {
    list() {
      return db.invitation.findMany({ where: open(), orderBy: { createdAt: 'desc' } });
    },

    find(id: string) {
      return db.invitation.findFirst({ where: { id, organizationId: workspaceId } });
    },

    /** Replaces an open invitation of the same address. */
    async create(data: { id: string; email: string; role: Role; expiresAt: Date; inviterId: string }) {
      await db.invitation.updateMany({
        where: { ...open(), email: data.email },
        data: { status: 'canceled' },
      });
      return db.invitation.create({ data: { ...data, organizationId: workspaceId, status: 'pending' } });
    },

    /** False when it was not open. */
    async cancel(id: string): Promise<boolean> {
      const set = await db.invitation.updateMany({ where: { ...open(), id }, data: { status: 'canceled' } });
      return set.count === 1;
    },

    /** Marks it as taken; false when it was not open any more. */
    async accept(id: string): Promise<boolean> {
      const set = await db.invitation.updateMany({ where: { ...open(), id }, data: { status: 'accepted' } });
      return set.count === 1;
    },
  };
}
