import { apiKeyRepository } from '#db/api-key-repository.ts';
import type { PrismaClient } from '#db/prisma-client.ts';
import { newApiKey } from '../auth/new-api-key.ts';
import type { FirstOwner } from './create-first-owner.ts';

/** Makes the key with which the command on this machine acts as the owner. The caller keeps it safe. */
export async function createOwnerApiKey(prisma: PrismaClient, owner: FirstOwner): Promise<string> {
  const { key, hash, prefix } = newApiKey();
  await apiKeyRepository(prisma, owner.workspaceId).create({
    name: 'owner on this machine',
    role: 'owner',
    hash,
    prefix,
    createdBy: 'Syncline',
  });
  return key;
}
