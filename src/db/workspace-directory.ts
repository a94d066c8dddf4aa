import { randomUUID } from 'node:crypto';
import { Role } from '#core/access/permissions.ts';
import type { Db } from './prisma-client.ts';

/** A workspace, with the role that somebody has in it. */
export type WorkspaceAccess = { id: string; slug: string; name: string; role: Role };

/** Finds workspaces for a person: the one place that looks across them. */
export function workspaceDirectory(db: Db) {
  return {
    async ofUser(userId: string): Promise<WorkspaceAccess[]> {
      const members = await db.member.findMany({
        where: { userId },
        include: { organization: true },
        orderBy: { createdAt: 'asc' },
      });
      return members.map(({ organization, role }) => accessTo(organization, role));
    },

    /** Null both when there is no such workspace and when the person does not belong to it. */
    async ofUserBySlug(userId: string, slug: string): Promise<WorkspaceAccess | null> {
      const member = await db.member.findFirst({
        where: { userId, organization: { slug } },
        include: { organization: true },
      });
      return member ? accessTo(member.organization, member.role) : null;
    },

    /** Makes a workspace that belongs to this person. */
    async create(workspace: { name: string; slug: string; ownerId: string }): Promise<WorkspaceAccess> {
      const { name, slug, ownerId } = workspace;
      const created = await db.organization.create({
        data: {
          id: randomUUID(),
          name,
          slug,
          members: { create: { id: randomUUID(), userId: ownerId, role: 'owner' } },
        },
      });
      return accessTo(created, 'owner');
    },

    async slugsLike(slug: string): Promise<Set<string>> {
      const found = await db.organization.findMany({
        where: { slug: { startsWith: slug } },
        select: { slug: true },
      });
      return new Set(found.map((workspace) => workspace.slug));
    },
  };
}

function accessTo(workspace: { id: string; slug: string; name: string }, role: string): WorkspaceAccess {
  const { id, slug, name } = workspace;
  return { id, slug, name, role: Role.parse(role) };
}
