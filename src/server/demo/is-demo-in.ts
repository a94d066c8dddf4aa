import { z } from 'zod';
import { settingRepository } from '#db/setting-repository.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** Where the seeding of the demo leaves which workspace has it. */
export const demoSettingKey = 'demo';
export const DemoSetting = z.looseObject({ workspaceId: z.string() });

/** Was the demo seeded in this workspace? */
export async function isDemoIn(context: WorkspaceContext): Promise<boolean> {
  const setting = DemoSetting.safeParse(await settingRepository(context.services.prisma).get(demoSettingKey));
  return setting.success && setting.data.workspaceId === context.workspace.id;
}
