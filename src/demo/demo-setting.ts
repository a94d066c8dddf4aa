import { z } from 'zod';

/** The key of the setting that says that the demo was made, and of what. */
export const demoSettingKey = 'demo';

export const DemoSetting = z.object({
  workspaceId: z.string(),
  flowId: z.string(),
  leftConnectionId: z.string(),
  rightConnectionId: z.string(),
  /** Names of the two databases on the embedded server. */
  leftDatabase: z.string(),
  rightDatabase: z.string(),
});
export type DemoSetting = z.infer<typeof DemoSetting>;
