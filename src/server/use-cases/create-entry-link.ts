import { randomBytes, randomUUID } from 'node:crypto';
import type { PrismaClient } from '#db/prisma-client.ts';
import { type EntryLinkValue, entryLinkIdentifier } from '../auth/entry-link.ts';

const validForMs = 24 * 3600 * 1000;

/**
 * Makes a link that signs a person in, once, within a day.
 *
 * @param link.publicUrl where people reach the pages, without a slash at the end
 * @returns the link; the store keeps only its hash
 */
export async function createEntryLink(
  prisma: PrismaClient,
  link: EntryLinkValue & { publicUrl: string },
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const value: EntryLinkValue = { userId: link.userId, slug: link.slug };
  await prisma.verification.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await prisma.verification.create({
    data: {
      id: randomUUID(),
      identifier: entryLinkIdentifier(token),
      value: JSON.stringify(value),
      expiresAt: new Date(Date.now() + validForMs),
    },
  });
  return `${link.publicUrl}/api/enter?token=${token}`;
}
