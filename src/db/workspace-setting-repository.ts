import type { Prisma } from './generated/client.ts';
import type { Db } from './prisma-client.ts';
import { settingRepository } from './setting-repository.ts';

/** What one workspace has set for itself, by key. */
export function workspaceSettingRepository(db: Db, workspaceId: string) {
  const settings = settingRepository(db);
  const own = (key: string) => `workspace:${workspaceId}:${key}`;
  return {
    /** Null where it was never set. */
    get: (key: string) => settings.get(own(key)),
    set: (key: string, value: Prisma.InputJsonValue) => settings.set(own(key), value),
  };
}
