import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from '#config/env.ts';
import { prismaClient } from '#db/prisma-client.ts';
import { seedDemo } from '#demo/seed-demo.ts';
import { createEntryLink } from '#server/use-cases/create-entry-link.ts';
import { createFirstOwner } from '#server/use-cases/create-first-owner.ts';
import { createOwnerApiKey } from '#server/use-cases/create-owner-api-key.ts';
import { sayError } from './say.ts';

export interface FirstStepsOptions {
  home: string;
  storeUrl: string;
  publicUrl: string;
  /** The embedded server's superuser URL when the demo is wanted, else null. */
  demoAdminUrl: string | null;
  say: (line: string) => void;
}

/**
 * Sees to it that there are an owner, a workspace, the owner's API key in the data folder and the demo, and makes a
 * link that signs the owner in.
 * @returns the link
 */
export async function takeFirstSteps(options: FirstStepsOptions): Promise<string> {
  const { home, storeUrl, publicUrl, demoAdminUrl } = options;
  const prisma = prismaClient(storeUrl);
  try {
    const owner = await createFirstOwner(prisma);
    const keyPath = join(home, 'owner.key');
    if (!existsSync(keyPath)) {
      await writeFile(keyPath, `${await createOwnerApiKey(prisma, owner)}\n`, { mode: 0o600 });
    }
    if (demoAdminUrl !== null) await makeDemo(options, demoAdminUrl, owner.workspaceId);
    return await createEntryLink(prisma, { userId: owner.userId, slug: owner.slug, publicUrl });
  } finally {
    await prisma.$disconnect();
  }
}

/** Syncline is of use without its demo: when making it fails, that is said, and the next start tries again. */
async function makeDemo(options: FirstStepsOptions, adminUrl: string, workspaceId: string): Promise<void> {
  const { storeUrl, say } = options;
  try {
    await seedDemo({
      adminUrl,
      storeUrl,
      workspaceId,
      secretKey: env.secretKey(),
      createdBy: 'Syncline',
      log: say,
    });
  } catch (error) {
    say('The demo could not be made; the next start tries again.');
    sayError(error);
  }
}
