import type { Db } from './prisma-client.ts';

const touchEveryMs = 60_000;

/** The key with this hash and its workspace, marked as used (at most once a minute); null when there is none. */
export async function findApiKey(db: Db, hash: string) {
  const key = await db.apiKey.findUnique({ where: { hash }, include: { workspace: true } });
  if (!key) return null;
  if (!key.lastUsedAt || Date.now() - key.lastUsedAt.getTime() > touchEveryMs) {
    await db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: new Date() } });
  }
  return key;
}
