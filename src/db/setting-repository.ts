import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';

/** Facts about this installation, by key. */
export function settingRepository(db: Db) {
  return {
    async get(key: string): Promise<unknown> {
      return (await db.setting.findUnique({ where: { key } }))?.value ?? null;
    },

    async set(key: string, value: Prisma.InputJsonValue): Promise<void> {
      await db.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
    },
  };
}
