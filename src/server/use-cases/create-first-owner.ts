import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '#db/prisma-client.ts';
import { workspaceDirectory } from '#db/workspace-directory.ts';

/** The first person's address until they choose their own; it has the form that sign-in asks for. */
export const firstOwnerEmail = 'owner@syncline.localhost';
const firstSlug = 'main';
const ownerSetting = 'first-owner';

export type FirstOwner = { userId: string; workspaceId: string; slug: string; created: boolean };

/**
 * Makes the first person and the first workspace, unless that was done before. The person has no
 * password until they set one; an entry link signs them in.
 */
export async function createFirstOwner(prisma: PrismaClient): Promise<FirstOwner> {
  return prisma.$transaction(async (db) => {
    // Two processes may start at once.
    await db.$executeRaw`select pg_advisory_xact_lock(hashtext('syncline first owner'))`;
    const known = await db.setting.findUnique({ where: { key: ownerSetting } });
    if (known) return { ...(known.value as Omit<FirstOwner, 'created'>), created: false };

    const user = await db.user.create({
      data: { id: randomUUID(), name: 'Owner', email: firstOwnerEmail, emailVerified: true },
    });
    const workspace = await workspaceDirectory(db).create({
      name: 'My workspace',
      slug: firstSlug,
      ownerId: user.id,
    });
    const owner = { userId: user.id, workspaceId: workspace.id, slug: firstSlug };
    await db.setting.create({ data: { key: ownerSetting, value: owner } });
    return { ...owner, created: true };
  });
}
