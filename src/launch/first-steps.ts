import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prismaClient } from '#db/prisma-client.ts';
import { createEntryLink } from '#server/use-cases/create-entry-link.ts';
import { createFirstOwner } from '#server/use-cases/create-first-owner.ts';
import { createOwnerApiKey } from '#server/use-cases/create-owner-api-key.ts';

export interface FirstStepsOptions {
  home: string;
  storeUrl: string;
  publicUrl: string;
}

/**
 * Sees to it that there are an owner, a workspace and the owner's API key in the data folder, and makes a link that
 * signs the owner in.
 * @returns the link
 */
export async function takeFirstSteps(options: FirstStepsOptions): Promise<string> {
  const prisma = prismaClient(options.storeUrl);
  try {
    const owner = await createFirstOwner(prisma);
    const keyPath = join(options.home, 'owner.key');
    if (!existsSync(keyPath)) {
      await writeFile(keyPath, `${await createOwnerApiKey(prisma, owner)}\n`, { mode: 0o600 });
    }
    return await createEntryLink(prisma, {
      userId: owner.userId,
      slug: owner.slug,
      publicUrl: options.publicUrl,
    });
  } finally {
    await prisma.$disconnect();
  }
}
